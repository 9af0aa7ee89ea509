import type { ServiceStatus } from '../../../shared/contract/environments.ts'
import { BenchError, cancelled } from '../../../shared/contract/error.ts'
import type { Engine } from '../../engine/engines.ts'
import { watchEvents } from '../../engine/events.ts'
import { engineFailure } from '../../engine/failure.ts'
import { containerLines } from '../logs/container.ts'
import { type Owner, ownFilter } from '../names.ts'
import { hasFailed, type Inspected, ownContainers, serviceOf, statusOf } from '../observe.ts'
import type { MovedPort } from '../rows.ts'

export interface Waiting {
  readonly engine: Engine
  readonly owner: Owner
  /** The services that must be ready. */
  readonly services: readonly string[]
  readonly moved: readonly MovedPort[]
  readonly signal: AbortSignal
  /** Milliseconds. */
  readonly timeoutMs: number
  now(): number
  tell(services: ServiceStatus[]): void
}

/** Milliseconds between two looks when the engine tells of nothing. */
const lookMs = 1000
const logLines = 20

/** Waits until every service is ready. Throws `unhealthy` with the reason of each that is not, or `engine-lost`. */
export const waitReady = async (waiting: Waiting): Promise<ServiceStatus[]> => {
  const { engine, owner, services, moved, signal, timeoutMs, now, tell } = waiting
  const what = 'Waiting for the services'
  const until = now() + timeoutMs
  const lost = (error: unknown) => engineFailure(error, what)
  const events = await watchEvents(engine.docker, { ...ownFilter(owner), type: ['container'] }, signal).catch(
    (error: unknown) => Promise.reject(lost(error)),
  )
  try {
    for (;;) {
      if (signal.aborted) throw cancelled()
      const containers = await ownContainers(engine.docker, owner).catch((error: unknown) =>
        Promise.reject(lost(error)),
      )
      const standing = containers.map((one) => statusOf(one, moved))
      tell(standing)
      const missing = services.filter((name) => !containers.some((one) => serviceOf(one) === name))
      if (missing.length === 0 && standing.every(({ ready }) => ready)) return standing
      const failed = containers.filter(hasFailed)
      if (failed.length > 0) throw await unhealthy(waiting, failed, '')
      if (now() >= until) {
        const open = containers.filter((_, at) => !standing[at]?.ready)
        throw await unhealthy(waiting, open, ` within ${Math.round(timeoutMs / 1000)} seconds`)
      }
      await events.next(Math.min(lookMs, Math.max(1, until - now())))
    }
  } finally {
    events.close()
  }
}

/** What stands in the way, service by service, with the last lines that each wrote. */
export const unhealthy = async (
  { engine, moved, signal }: Pick<Waiting, 'engine' | 'moved' | 'signal'>,
  containers: readonly Inspected[],
  when: string,
): Promise<BenchError> => {
  const services = await Promise.all(
    containers.map(async (one) => ({
      ...statusOf(one, moved),
      lastLines: await lastLines(engine, one, signal),
    })),
  )
  const reasons = services.map(({ service, reason }) => `${service}: ${reason}`).join('\n')
  const lines = services.flatMap(({ service, lastLines: last }) =>
    last.map((line) => `  ${service} | ${line}`),
  )
  const wrote = lines.length > 0 ? `\nLast lines:\n${lines.join('\n')}` : ''
  return new BenchError(
    'unhealthy',
    `The environment did not get ready${when}. ${reasons}${wrote}\nIt was left as it is, so that you can look into it; stopping it removes its containers.`,
    { services },
  )
}

const lastLines = async (engine: Engine, container: Inspected, signal: AbortSignal): Promise<string[]> => {
  const lines: string[] = []
  try {
    const place = { docker: engine.docker, container: container.Id, service: serviceOf(container) }
    const all = { from: null, to: null, tail: logLines, follow: false, signal }
    for await (const batch of containerLines({ ...place, ...all }))
      lines.push(...batch.map(({ text }) => text))
  } catch {
    // The reason is told without them.
  }
  return lines.slice(-logLines)
}
