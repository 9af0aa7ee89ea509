/** One figure, with the floor it is held against, both from the same run. */
export interface Measure {
  name: string
  value: number
  unit: string
  /** The same work done as barely as it can be. */
  floor?: number
  /** `value` against `floor`. */
  ratio?: number
  bar: string
  met: boolean
}

export interface Result {
  work: string
  measures: Measure[]
}

export interface BenchInput {
  size: number | undefined
  say(line: string): void
}

export type Bench = (input: BenchInput) => Promise<Result>

const number = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3))

/** A result as lines for a person. */
export const human = (name: string, { work, measures }: Result): string => {
  const lines = measures.map(({ name: what, value, unit, floor, ratio, bar, met }) => {
    const against = floor === undefined ? '' : `   floor ${number(floor)} ${unit}`
    const times = ratio === undefined ? '' : `   ratio ${number(ratio)}`
    return `  ${met ? 'met ' : 'MISS'}  ${what}: ${number(value)} ${unit}${against}${times}   bar ${bar}`
  })
  return `${name}: ${work}\n${lines.join('\n')}\n`
}

/** The value below which `share` of the samples lie. */
export const percentile = (samples: readonly number[], share: number): number => {
  const sorted = samples.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5)
