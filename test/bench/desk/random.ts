/** A small seeded generator (mulberry32, public domain by Tommy Ettinger), so that every run sees the same desk. */
const random = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface Dice {
  /** An integer from 0 to `below` - 1. */
  below(below: number): number
  pick<T>(from: readonly T[]): T
  /** Small numbers often, large ones seldom, as words in text: rank r with a weight of about 1/r. */
  zipf(below: number): number
  chance(probability: number): boolean
}

export const dice = (seed: number): Dice => {
  const next = random(seed)
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
    zipf: (limit) => Math.min(limit - 1, Math.floor(limit ** next()) - 1),
    chance: (probability) => next() < probability,
  }
}
