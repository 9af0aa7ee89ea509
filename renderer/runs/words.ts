import { durationOf, type Run } from '../../shared/domain/stack/run.ts'
import { type Verdict, verdictOf } from '../../shared/domain/stack/verdict.ts'
import { took } from '../terminal/blocks/block-words.ts'
import type { Tone } from '../ui/badge.tsx'

export const verdictNames: Readonly<Record<Verdict, string>> = {
  reproduced: 'Reproduced',
  'not-reproduced': 'Not reproduced',
  inconclusive: 'Inconclusive',
}

export const verdictTones: Readonly<Record<Verdict, Tone>> = {
  reproduced: 'danger',
  'not-reproduced': 'ok',
  inconclusive: 'warn',
}

const stateNames: Readonly<Record<Run['state'], string>> = {
  running: 'Running',
  finished: 'Finished',
  cancelled: 'Cancelled',
  interrupted: 'Cut off',
  failed: 'Failed',
}

type Counted = Pick<Run, 'state' | 'verdict'>

/** What a run came to, for its badge. */
export const outcome = ({ state, verdict }: Counted): { text: string; tone: Tone } => {
  if (verdict !== null && state === 'finished')
    return { text: verdictNames[verdict], tone: verdictTones[verdict] }
  return { text: stateNames[state], tone: state === 'running' ? 'info' : 'neutral' }
}

/** How often which verdict was seen; nothing where the check ran once. */
export const counts = (exitCodes: readonly (number | null)[]): string => {
  if (exitCodes.length < 2) return ''
  const seen = exitCodes.map(verdictOf)
  const of = (verdict: Verdict) => seen.filter((one) => one === verdict).length
  const [shown, unclear] = [of('reproduced'), of('inconclusive')]
  return `${shown} of ${exitCodes.length} reproduced${unclear > 0 ? `, ${unclear} inconclusive` : ''}`
}

/** How the executions ended and how long they took, such as "exit 1, 2.3 s". */
export const facts = ({ repeats }: Pick<Run, 'repeats'>): string => {
  const [first] = repeats
  if (!first) return ''
  const total = took(durationOf(repeats))
  if (repeats.length > 1) return `${counts(repeats.map(({ exitCode }) => exitCode))}, ${total}`
  if (first.timedOut) return `out of time, ${total}`
  return `${first.exitCode === null ? 'stopped' : `exit ${first.exitCode}`}, ${total}`
}
