import type { EnvironmentDifference } from '../../shared/contract/compare.ts'

type Judged = Omit<EnvironmentDifference, 'reason'>

const kinds: Readonly<Record<Judged['kind'], number>> = { version: 30, setting: 15, file: 0 }

/** Words of a component's name that say what it is: `apache-tomcat 10` is `tomcat`. */
const wordsOf = (components: readonly string[]): string[] => [
  ...new Set(
    components
      .flatMap((name) => name.toLowerCase().split(/[^a-z0-9]+/))
      .filter(
        (word) =>
          word.length > 2 && !/^(the|apache|oracle|server|database|org|com|jar|version|\d+)$/.test(word),
      ),
  ),
]

/**
 * How likely a difference is the cause, higher first, with the reason: what changed at the customer since it was healthy
 * comes before what only ours has otherwise, and noise after everything.
 */
export const rank = (
  row: Judged,
  known: { healthy: boolean; ours: boolean },
  components: readonly string[],
): { score: number; reason: string } => {
  const changed = known.healthy && row.now !== row.healthy
  const unlike = known.ours && row.now !== row.ours
  const reasons: string[] = []
  let score = kinds[row.kind]
  if (changed) {
    score += 100
    reasons.push('It changed since the customer was healthy')
  }
  if (changed && unlike && row.ours === row.healthy) {
    score += 10
    reasons.push('ours is still as when it was healthy, so ours may not show the problem')
  } else if (unlike) {
    score += 40
    reasons.push(`ours is not as the customer's`)
  }
  const text = `${row.where} ${row.key}`.toLowerCase()
  const component = wordsOf(components).find((word) => text.includes(word))
  if (component !== undefined) {
    score += 20
    reasons.push(`the case names ${component}`)
  }
  if (row.noise) {
    score -= 1000
    reasons.push('such values differ on every machine')
  }
  const said = reasons.join('; ')
  return { score, reason: said === '' ? '' : `${said.charAt(0).toUpperCase()}${said.slice(1)}.` }
}
