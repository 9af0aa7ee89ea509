/** A seeded source of everything that is left to chance; the same seed gives the same run for ever. */
export interface Random {
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T | undefined
  /** One of the list, each as often as its weight says; throws for an empty list. */
  weighted<T extends { weight: number }>(list: readonly T[]): T
  /** A UUID of version 7 in form; nothing is ordered by it. */
  id(): string
}

/** Numbers by splitmix32: small, fast, and any seed will do. */
export const randomOf = (...seeds: number[]): Random => {
  let state = seeds.reduce((mixed, seed) => mix((mixed + 0x9e3779b9) ^ mix(seed)), 0x51ed270b)
  const next = () => {
    state = (state + 0x9e3779b9) | 0
    return mix(state) >>> 0
  }
  const below = (bound: number) => Math.floor((next() / 2 ** 32) * bound)
  const weighted = <T extends { weight: number }>(list: readonly T[]): T => {
    let left = below(list.reduce((sum, { weight }) => sum + weight, 0))
    for (const one of list) {
      left -= one.weight
      if (left < 0) return one
    }
    throw new Error('Nothing to choose from')
  }
  const hex = (digits: number) => next().toString(16).padStart(8, '0').slice(0, digits)
  return {
    below,
    chance: (probability) => next() / 2 ** 32 < probability,
    weighted,
    pick: (list) => list[below(list.length)],
    id: () => `${hex(8)}-${hex(4)}-7${hex(3)}-${'89ab'[below(4)]}${hex(3)}-${hex(8)}${hex(4)}`,
  }
}

const mix = (value: number): number => {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return mixed ^ (mixed >>> 15)
}
