/** A run of cases under one heading; a list without groups is one run without a heading. */
export interface Run {
  total: number
  headed: boolean
  folded: boolean
}

/** Where an index of the list lies: a heading, or the case at `offset` of a run. */
export type Spot = { run: number; offset: number } | { run: number; offset: null }

export interface Layout {
  readonly count: number
  spotAt(index: number): Spot | undefined
  /** The index of a run's first case. */
  firstOf(run: number): number
}

const lengthOf = ({ total, headed, folded }: Run): number => (headed ? 1 : 0) + (folded ? 0 : total)

/** The rows of a list of runs, without a list of rows: a million of them cost nothing. */
export const layoutOf = (runs: readonly Run[]): Layout => {
  const starts: number[] = []
  let count = 0
  for (const run of runs) {
    starts.push(count)
    count += lengthOf(run)
  }
  const heading = (run: number) => (runs[run]?.headed ? 1 : 0)
  return {
    count,
    firstOf: (run) => (starts[run] ?? 0) + heading(run),
    spotAt(index) {
      if (index < 0 || index >= count) return undefined
      let low = 0
      let high = runs.length - 1
      while (low < high) {
        const middle = Math.ceil((low + high) / 2)
        if ((starts[middle] ?? 0) <= index) low = middle
        else high = middle - 1
      }
      const offset = index - (starts[low] ?? 0) - heading(low)
      return offset < 0 ? { run: low, offset: null } : { run: low, offset }
    },
  }
}
