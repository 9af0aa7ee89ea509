import { type HostState, missedBeatsAtMost } from '../../shared/contract/desktop.ts'
import type { ErrorBody } from '../../shared/contract/error.ts'

/** Restarts in a row before a person is asked. */
export const restartsAtMost = 5

/** A host that ran this long is healthy; its next failure counts as the first. */
export const healthyAfterMs = 60_000

const firstDelayMs = 500
const delayAtMostMs = 15_000

/** What a supervisor knows of its host. `restarts` counts those in a row. */
export type Supervision =
  | { is: 'starting'; restarts: number }
  | { is: 'running'; restarts: number; since: number; missed: number }
  | { is: 'waiting'; restarts: number; delayMs: number; reason: string }
  | { is: 'failed'; error: ErrorBody }
  | { is: 'stopped' }

export type HostEvent =
  | { type: 'ready' }
  | { type: 'pong' }
  | { type: 'refused'; error: ErrorBody }
  | { type: 'exited'; code: number | null }
  /** A heartbeat is due. */
  | { type: 'beat' }
  /** The delay before a restart is over. */
  | { type: 'due' }
  | { type: 'retry' }
  | { type: 'stop' }

export type Effect = 'start' | 'ping' | 'kill' | 'stop' | 'wait' | 'none'

export interface Step {
  state: Supervision
  effect: Effect
}

export const initially: Step = { state: { is: 'starting', restarts: 0 }, effect: 'start' }

/** The delay in ms before the nth restart in a row: doubling, with a cap. */
export const restartDelay = (nth: number): number => Math.min(firstDelayMs * 2 ** (nth - 1), delayAtMostMs)

/** The restart policy: what becomes of a host, and what its supervisor does, when something happens at `now`. */
export const step = (state: Supervision, event: HostEvent, now: number): Step => {
  const stay: Step = { state, effect: 'none' }
  if (state.is === 'stopped') return stay
  switch (event.type) {
    case 'ready':
      return state.is === 'starting'
        ? { state: { is: 'running', restarts: state.restarts, since: now, missed: 0 }, effect: 'none' }
        : stay
    case 'pong':
      return state.is === 'running' ? { state: { ...state, missed: 0 }, effect: 'none' } : stay
    case 'beat':
      return state.is === 'running' ? beat(state) : stay
    case 'refused':
      // It has said all it can; that it was heard is known here and not there, so it is ended from here.
      return { state: { is: 'failed', error: event.error }, effect: 'kill' }
    case 'exited':
      return state.is === 'starting' || state.is === 'running' ? exited(state, event.code, now) : stay
    case 'due':
      return state.is === 'waiting'
        ? { state: { is: 'starting', restarts: state.restarts }, effect: 'start' }
        : stay
    case 'retry':
      return state.is === 'failed' || state.is === 'waiting' ? initially : stay
    case 'stop':
      return { state: { is: 'stopped' }, effect: 'stop' }
  }
}

type Running = Extract<Supervision, { is: 'running' }>
type Alive = Extract<Supervision, { is: 'starting' | 'running' }>

const beat = (state: Running): Step =>
  state.missed >= missedBeatsAtMost
    ? { state, effect: 'kill' }
    : { state: { ...state, missed: state.missed + 1 }, effect: 'ping' }

const exited = (state: Alive, code: number | null, now: number): Step => {
  const reason = why(state, code)
  const healthy = state.is === 'running' && now - state.since >= healthyAfterMs
  const restarts = healthy ? 1 : state.restarts + 1
  if (restarts > restartsAtMost) return { state: { is: 'failed', error: gaveUp(reason) }, effect: 'none' }
  return { state: { is: 'waiting', restarts, delayMs: restartDelay(restarts), reason }, effect: 'wait' }
}

const why = (state: Alive, code: number | null): string => {
  if (state.is === 'starting') return `it ended while starting (exit code ${code ?? 'unknown'})`
  if (state.missed >= missedBeatsAtMost) return 'it stopped answering'
  return `it ended unexpectedly (exit code ${code ?? 'unknown'})`
}

const gaveUp = (reason: string): ErrorBody => ({
  code: 'internal',
  message:
    `The part of Casebench that keeps your data was started ${restartsAtMost + 1} times and failed each time; last, ${reason}. ` +
    'What was saved is kept. Try again, or run "casebench doctor" in a terminal.',
})

/** What the windows are told; a stopping host is shown as it was. */
export const hostState = (state: Supervision): HostState | undefined => {
  switch (state.is) {
    case 'starting':
    case 'running':
      return { is: state.is }
    case 'waiting':
      return {
        is: 'restarting',
        attempt: state.restarts,
        attempts: restartsAtMost,
        delayMs: state.delayMs,
        reason: state.reason,
      }
    case 'failed':
      return state
    case 'stopped':
      return undefined
  }
}
