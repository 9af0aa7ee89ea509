import type { Bisection, BisectionStep } from '../../shared/domain/stack/bisection.ts'
import { plural } from '../case/words.ts'
import type { Tone } from '../ui/badge.tsx'

export const stateNames: Readonly<Record<Bisection['state'], string>> = {
  running: 'Running',
  paused: 'Paused',
  finished: 'Finished',
  cancelled: 'Given up',
}

export const stateTones: Readonly<Record<Bisection['state'], Tone>> = {
  running: 'info',
  paused: 'warn',
  finished: 'ok',
  cancelled: 'neutral',
}

type VersionsPlan = Extract<Bisection['plan'], { mode: 'versions' }>
type OpenFacts = Pick<Bisection, 'plan' | 'steps' | 'state' | 'differences'>

/** What a bisection searches, in a few words. */
export const subjectOf = ({ plan }: Pick<Bisection, 'plan'>): string => {
  if (plan.mode === 'settings') return `Settings of ${plan.target}`
  const [first, last] = [plan.versions[0]?.version, plan.versions.at(-1)?.version]
  return `${plan.service} ${first} to ${last}${plan.findFix ? ', for the fix' : ''}`
}

/** Places of the versions between which the first of the other kind must be. */
const rangeOf = ({ versions, findFix }: VersionsPlan, steps: readonly BisectionStep[]): [number, number] => {
  const early = findFix ? 'reproduced' : 'not-reproduced'
  const last = versions.length - 1
  const places = (wanted: boolean) =>
    steps
      .filter(({ verdict }) => verdict !== 'inconclusive' && (verdict === early) === wanted)
      .flatMap((step) => step.places)
  return [Math.max(0, ...places(true)), Math.min(last, ...places(false))]
}

/** What a search has still before it, such as "7 versions are left between 10.1.4 and 10.1.12."; empty once it is over. */
export const openText = ({ plan, steps, state, differences }: OpenFacts): string => {
  if (state !== 'running' && state !== 'paused') return ''
  const under = state === 'running' ? `Step ${steps.length + 1} is under way. ` : ''
  if (plan.mode === 'settings')
    return `${under}The two configurations differ in ${plural(differences.length, 'setting')}.`
  const [from, to] = rangeOf(plan, steps)
  const left = Math.max(0, to - from - 1)
  const names = `${plan.versions[from]?.version} and ${plan.versions[to]?.version}`
  return `${under}${plural(left, 'version')} ${left === 1 ? 'is' : 'are'} left between ${names}.`
}
