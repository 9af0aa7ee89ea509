import type { Engine } from '../../engine/engines.ts'
import { watchEvents } from '../../engine/events.ts'
import { engineFailure } from '../../engine/failure.ts'
import type { EnvironmentDesk, Subject } from '../desk.ts'
import { ownFilter } from '../names.ts'
import { ownContainers, serviceOf } from '../observe.ts'
import type { LogLine } from '../runner.ts'
import { containerLines } from './container.ts'
import { type Merged, mergeLines } from './merge.ts'

export interface LogsAsked {
  /** Empty for all. */
  readonly services: readonly string[]
  readonly from: number | null
  readonly to: number | null
  readonly tail: number | null
  readonly follow: boolean
  readonly signal: AbortSignal
}

/** Milliseconds between two looks for new containers when the engine tells of nothing. */
const lookMs = 2000

/**
 * What the services of an environment wrote, merged by time, in order within each. Reads only as far ahead as a bound
 * allows. When following, containers that are made later are read too. Throws `no-engine`, `engine-lost`.
 */
export async function* environmentLines(
  desk: EnvironmentDesk,
  subject: Subject,
  asked: LogsAsked,
): AsyncGenerator<LogLine[], void, undefined> {
  const { made, owner } = subject
  const stop = new AbortController()
  const signal = AbortSignal.any([asked.signal, stop.signal])
  const window = { ...asked, signal }
  const isWanted = (name: string) => asked.services.length === 0 || asked.services.includes(name)
  const merged = mergeLines({ follow: asked.follow, now: () => performance.now() })
  const processes = new Set<string>()
  const linesOf = async function* (service: string, tail: number | null) {
    yield* desk.processes.logs(made, service, { ...window, tail })
    // A reset ends a log; its next line begins another.
    processes.delete(service)
  }
  const addProcesses = (tail: number | null) => {
    for (const service of desk.processes.logged(made)) {
      if (processes.has(service) || !isWanted(service)) continue
      processes.add(service)
      merged.add(linesOf(service, tail))
    }
  }
  addProcesses(asked.tail)
  const following = await addContainers(desk, subject, {
    merged,
    window,
    isWanted,
    alone: processes.size > 0,
  })
  const unsubscribe = desk.processes.onChange((changed) => {
    if (asked.follow && changed === owner.caseId) addProcesses(null)
  })
  signal.addEventListener('abort', () => merged.close(), { once: true })
  try {
    if (!signal.aborted) yield* merged.batches()
  } catch (error) {
    throw engineFailure(error, 'Reading the logs')
  } finally {
    unsubscribe()
    stop.abort()
    merged.close()
    await following.ended
  }
}

interface Adding {
  merged: Merged
  window: LogsAsked
  isWanted(service: string): boolean
  /** Whether there is something to read without any engine. */
  alone: boolean
}

/** Adds the containers that are there; `ended` resolves when no others can come. */
const addContainers = async (
  desk: EnvironmentDesk,
  subject: Subject,
  { merged, window, isWanted, alone }: Adding,
): Promise<{ ended: Promise<void> }> => {
  let engine: Engine
  try {
    engine = await desk.engines.current()
  } catch (error) {
    if (!alone) throw error
    if (!window.follow) merged.complete()
    return { ended: Promise.resolve() }
  }
  const { docker } = engine
  const known = new Set<string>()
  const look = async () => {
    for (const one of await ownContainers(docker, subject.owner)) {
      const service = serviceOf(one)
      if (known.has(one.Id) || !isWanted(service)) continue
      known.add(one.Id)
      merged.add(containerLines({ ...window, docker, container: one.Id, service }))
    }
  }
  await look()
  if (!window.follow) {
    merged.complete()
    return { ended: Promise.resolve() }
  }
  const events = await watchEvents(
    docker,
    { ...ownFilter(subject.owner), type: ['container'] },
    window.signal,
  )
  const keepLooking = async () => {
    while (!window.signal.aborted && events.alive()) {
      await events.next(lookMs)
      if (!window.signal.aborted) await look()
    }
    // The engine went away: what was read is given, and the readers say why it ends.
    merged.complete()
  }
  const ended = keepLooking()
    .catch(() => merged.complete())
    .finally(() => events.close())
  return { ended }
}
