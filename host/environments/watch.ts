import type { Environment } from '../../shared/contract/environments.ts'
import { concerns } from '../database/topics.ts'
import { type EventWatch, watchEvents } from '../engine/events.ts'
import { type EnvironmentDesk, type Subject, subjectOf } from './desk.ts'
import { ownFilter } from './names.ts'
import { environmentOf } from './status.ts'

/** Changes within this many milliseconds are shown at once; without any, it looks again after the longer time. */
const gatherMs = 100
const lookMs = 5000

/** An environment as it stands, again whenever something changes; goes on when the engine goes away and comes back. */
export async function* watchEnvironment(
  desk: EnvironmentDesk,
  subject: Subject,
  signal: AbortSignal,
): AsyncGenerator<Environment, void, undefined> {
  const { caseId } = subject.owner
  let wake: (() => void) | null = null
  let dirty = false
  const poke = () => {
    dirty = true
    wake?.()
  }
  const topics = new Set([`environment:${caseId}`, `case:${caseId}`] as const)
  const stops = [
    desk.database.onChange((changed) => {
      if (concerns(changed, topics)) poke()
    }),
    desk.processes.onChange((changed) => {
      if (changed === caseId) poke()
    }),
  ]
  signal.addEventListener('abort', poke, { once: true })
  let events: EventWatch | null = null
  let shown = ''
  try {
    while (!signal.aborted) {
      dirty = false
      if (!events?.alive()) events = await listen(desk, subject, signal)
      // Asked anew each time: its workspace may have been made since.
      const value = await environmentOf(desk, await subjectOf(desk, caseId))
      const json = JSON.stringify(value)
      if (json !== shown) yield value
      shown = json
      if (dirty) continue
      const own = new Promise<void>((resolve) => (wake = resolve))
      await Promise.race([own, events ? events.next(lookMs) : pause(lookMs)])
      wake = null
      if (!signal.aborted) await pause(gatherMs)
    }
  } finally {
    for (const stop of stops) stop()
    events?.close()
    signal.removeEventListener('abort', poke)
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Null while no engine answers; the look after says so. */
const listen = async (
  { engines }: EnvironmentDesk,
  { owner }: Subject,
  signal: AbortSignal,
): Promise<EventWatch | null> => {
  try {
    const { docker } = await engines.current()
    return await watchEvents(docker, { ...ownFilter(owner), type: ['container'] }, signal)
  } catch {
    // Its state says that no engine answers.
    return null
  }
}
