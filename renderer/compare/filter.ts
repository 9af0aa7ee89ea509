import type { EnvironmentDifference } from '../../shared/contract/compare.ts'

export interface Filter {
  text: string
  kind: 'all' | EnvironmentDifference['kind']
  /** What differs on every machine. */
  noise: boolean
}

export const allOfThem: Filter = { text: '', kind: 'all', noise: false }

/** The differences that a person wants to see, in their order. */
export const filtered = (
  differences: readonly EnvironmentDifference[],
  { text, kind, noise }: Filter,
): EnvironmentDifference[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return differences.filter((one) => {
    if ((kind !== 'all' && one.kind !== kind) || (one.noise && !noise)) return false
    const hay = [one.where, one.key, one.now, one.healthy, one.ours].join('\n').toLowerCase()
    return words.every((word) => hay.includes(word))
  })
}
