/** Time of the recording and time of the player, which differ where waiting is cut short. Milliseconds. */
export interface Pace {
  readonly duration: number
  toPlayed(recorded: number): number
  toRecorded(played: number): number
}

/** Cuts every wait without output down to `most` milliseconds; null leaves time as it was. */
export const paceOf = (times: readonly number[], most: number | null): Pace => {
  const end = times.at(-1) ?? 0
  if (most === null) return { duration: end, toPlayed: (at) => at, toRecorded: (at) => at }
  const cuts: { from: number; played: number; cut: number }[] = [{ from: 0, played: 0, cut: 0 }]
  let before = 0
  let cut = 0
  for (const at of times) {
    if (at - before > most) {
      cut += at - before - most
      // From here on; the wait itself runs out at its beginning.
      cuts.push({ from: at, played: at - cut, cut })
    }
    before = at
  }
  const last = (is: (one: { from: number; played: number }) => boolean): number => {
    let low = 0
    let high = cuts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (is(cuts[middle] ?? { from: 0, played: 0 })) low = middle
      else high = middle - 1
    }
    return low
  }
  return {
    duration: end - cut,
    toPlayed(at) {
      const found = last(({ from }) => from <= at)
      const next = cuts[found + 1]?.played ?? Number.POSITIVE_INFINITY
      return Math.min(at - (cuts[found]?.cut ?? 0), next)
    },
    toRecorded: (at) => at + (cuts[last(({ played }) => played <= at)]?.cut ?? 0),
  }
}
