import type { BisectionPlan, SettingDifference } from '../../../shared/domain/stack/bisection.ts'
import type { TextDifferences } from './difference.ts'
import { textDifferences } from './read-text.ts'

export type SettingsPlan = Extract<BisectionPlan, { mode: 'settings' }>

/** What two configurations differ in, over all their files. */
export interface ConfigurationDifferences {
  readonly differences: readonly SettingDifference[]
  /** Every file that differs, with the settings of these places taken over; null where it is taken away. */
  compose(places: readonly number[]): Record<string, string | null>
}

/** A file that one side lacks is a difference as a whole. */
const wholeFile = (works: string | null, fails: string | null): TextDifferences => ({
  differences: [{ key: 'the whole file', from: works, to: fails }],
  compose: (chosen) => (chosen.size > 0 ? fails : works) ?? '',
})

export const differencesOf = ({ files }: Pick<SettingsPlan, 'files'>): ConfigurationDifferences => {
  const parts = files.map(({ path, works, fails }) => ({
    path,
    works,
    fails,
    found: works === null || fails === null ? wholeFile(works, fails) : textDifferences(path, works, fails),
  }))
  const differences = parts.flatMap(({ path, found }) =>
    found.differences.map(({ key, from, to }) => ({ file: path, key, from, to })),
  )
  return {
    differences,
    compose(places) {
      const chosen = new Set(places)
      let first = 0
      return Object.fromEntries(
        parts.map(({ path, works, fails, found }): [string, string | null] => {
          const own = new Set([...found.differences.keys()].filter((at) => chosen.has(first + at)))
          first += found.differences.length
          const isThere = (own.size > 0 ? fails : works) !== null
          const lacksSide = works === null || fails === null
          return [path, lacksSide && !isThere ? null : found.compose(own)]
        }),
      )
    },
  }
}
