import { bisectVersions, type VersionResult } from '../../shared/domain/stack/bisect-versions.ts'
import type { Bisection, BisectionPlan, BisectionResult } from '../../shared/domain/stack/bisection.ts'
import { standingAfter } from '../../shared/domain/stack/drive.ts'
import { type MinimalResult, minimalSet } from '../../shared/domain/stack/minimal-set.ts'
import type { Verdict } from '../../shared/domain/stack/verdict.ts'
import type { Variation } from '../environments/runner.ts'
import { differencesOf, type SettingsPlan } from './settings/configurations.ts'

type VersionsPlan = Extract<BisectionPlan, { mode: 'versions' }>

/** What the next step tries. */
export interface NextStep {
  /** From 1. */
  number: number
  subject: string
  places: number[]
  variation: Variation
  /** What the check is told of it. */
  variables: Record<string, string>
  /** The files of a configuration as they are in this step, beside the environment's own. */
  files: Record<string, string | null>
}

/** What a bisection tries next, or what it found, after the verdicts of its finished steps. */
export const afterSteps = ({
  plan,
  steps,
}: Pick<Bisection, 'plan' | 'steps'>): { next: NextStep } | { result: BisectionResult } => {
  const heard = steps.map(({ verdict }) => verdict)
  return plan.mode === 'versions' ? versionsAfter(plan, heard) : settingsAfter(plan, heard)
}

const versionsAfter = (plan: VersionsPlan, heard: Verdict[]) => {
  const { versions, findFix, verifyEnds, service } = plan
  const oldVerdict = findFix ? 'reproduced' : 'not-reproduced'
  const search = bisectVersions({ count: versions.length, oldVerdict, verifyEnds })
  const standing = standingAfter(search, heard)
  if (standing.done) return { result: versionsResult(plan, standing.result) }
  const { version = '', image = '' } = versions[standing.ask] ?? {}
  const variables = { CASEBENCH_BISECT_SERVICE: service, CASEBENCH_BISECT_VERSION: version }
  return {
    next: {
      ...{ subject: version, places: [standing.ask], number: heard.length + 1, variables, files: {} },
      variation: image === '' ? { environment: { [service]: variables } } : { images: { [service]: image } },
    },
  }
}

const versionsResult = (
  { versions, findFix, service }: VersionsPlan,
  found: VersionResult,
): BisectionResult => {
  const name = (place: number) => versions[place]?.version ?? ''
  const nothing = { found: null, before: null, candidates: [], minimal: [] }
  if (!found.found) {
    const place = found.end === 'old' ? 0 : versions.length - 1
    const given = (found.end === 'old') === findFix ? 'bad' : 'good'
    const told = {
      reproduced: 'the problem shows there',
      'not-reproduced': 'the problem does not show there',
      inconclusive: 'it cannot be told there',
    }[found.verdict]
    return {
      ...nothing,
      summary: `${name(place)} was given as ${given}, but ${told}, so nothing can be found. Choose another version for that end, or repeat each check more often.`,
    }
  }
  const [last, first] = [name(found.old), name(found.new)]
  const candidates = found.candidates.map(name)
  const what = findFix
    ? `${service} ${first} is the first version without the problem; ${last} is the last with it.`
    : `${service} ${first} is the first version with the problem; ${last} is the last without it.`
  const range = `The change is in one of ${candidates.join(', ')} of ${service}: those between could not be told. ${last} is the last version before, ${first} the first after.`
  return {
    ...nothing,
    found: first,
    before: last,
    candidates,
    summary: candidates.length === 1 ? what : range,
  }
}

const settingsAfter = (plan: SettingsPlan, heard: Verdict[]) => {
  const { differences, compose } = differencesOf(plan)
  const standing = standingAfter(minimalSet(differences.length), heard)
  if (standing.done) return { result: settingsResult(plan, standing.result) }
  const files = compose(standing.ask)
  const named = standing.ask.map((place) => differences[place]?.key ?? '')
  return {
    next: {
      ...{ places: standing.ask, number: heard.length + 1, variables: {}, files },
      subject: inWords(named),
      variation: { files },
    },
  }
}

/** Settings that are named one by one; of more only how many there are. */
const namedAtMost = 4

const inWords = (names: readonly string[]): string => {
  if (names.length === 0) return 'none of the settings'
  const more = names.length > namedAtMost ? ` and ${names.length - namedAtMost} more` : ''
  return `${names.slice(0, namedAtMost).join(', ').slice(0, 1900)}${more}`
}

const settingsResult = (plan: SettingsPlan, found: MinimalResult): BisectionResult => {
  const { differences } = differencesOf(plan)
  const nothing = { found: null, before: null, candidates: [], minimal: [] }
  if (!found.found) {
    const works = found.end === 'works'
    const which = works ? 'The configuration that should work' : 'The configuration that should fail'
    const told = {
      reproduced: 'shows the problem',
      'not-reproduced': 'does not show the problem',
      inconclusive: 'cannot be told',
    }[found.verdict]
    return {
      ...nothing,
      summary: `${which} ${told}, so no setting can be blamed. Look whether the two are the right way round.`,
    }
  }
  const minimal = found.places.flatMap((place) => differences[place] ?? [])
  const count = minimal.length === 1 ? 'This setting makes' : `These ${minimal.length} settings together make`
  const unsure = found.certain ? '' : ' Without some of them it could not be told.'
  const listed = minimal
    .map(({ key }) => key)
    .join(', ')
    .slice(0, 1000)
  return { ...nothing, minimal, summary: `${count} the difference: ${listed}.${unsure}` }
}
