import type { ServiceStatus } from '../../../shared/contract/environments.ts'
import { BenchError } from '../../../shared/contract/error.ts'
import type { ProcessService } from '../../../shared/domain/stack/service-extension.ts'
import { awakeTime } from '../../clock/awake.ts'
import type { LogLine } from '../runner.ts'
import type { LogWindow } from './log-file.ts'
import { openLogShelf } from './log-shelf.ts'
import { type Supervised, supervise } from './supervise.ts'

export interface StartedProcesses {
  readonly caseId: string
  /** The workspace. */
  readonly root: string
  readonly made: string
  readonly services: ReadonlyMap<string, ProcessService>
  /** Where the other services are reached, as variables. */
  readonly addresses: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** Milliseconds. */
  readonly timeoutMs: number
}

/** The local processes of all environments of this host; they end with it. */
export interface Processes {
  /** Starts those that do not run and waits until all are ready. Throws `unhealthy`, `port-taken`. */
  start(started: StartedProcesses): Promise<void>
  stop(caseId: string): Promise<number>
  act(caseId: string, service: string, act: 'start' | 'stop' | 'restart'): Promise<void>
  has(caseId: string, service: string): boolean
  status(caseId: string): ServiceStatus[]
  /** The services of an environment whose output is kept, also of those that do not run any more. */
  logged(made: string): string[]
  logs(made: string, service: string, window: LogWindow): AsyncIterable<LogLine[]>
  /** Removes what was kept of the output of an environment whose processes were stopped. */
  clearLogs(made: string): Promise<void>
  onChange(listener: (caseId: string) => void): () => void
  close(): Promise<void>
}

interface Entry {
  supervised: Supervised
  settings: string
}

/** Variables that every process gets of the host's own. */
const passed = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'SystemRoot', 'USERPROFILE']
const lookMs = 100

export const openProcesses = (env: NodeJS.ProcessEnv, now: () => number): Processes => {
  const cases = new Map<string, Map<string, Entry>>()
  const shelf = openLogShelf(now)
  const listeners = new Set<(caseId: string) => void>()
  const tell = (caseId: string) => {
    for (const listener of listeners) listener(caseId)
  }
  const of = (caseId: string) => cases.get(caseId) ?? new Map<string, Entry>()
  const need = (caseId: string, service: string): Entry => {
    const found = of(caseId).get(service)
    if (found) return found
    throw new BenchError(
      'no-service',
      `No local process "${service}" was started. Start the environment first.`,
    )
  }

  const entryOf = (started: StartedProcesses, service: string, settings: ProcessService): Entry => {
    const { caseId, made, root, addresses } = started
    const log = shelf.of(made, service)
    const variables = { ...own(env), ...addresses, ...settings.environment }
    const changed = () => tell(caseId)
    const supervised = supervise({ service, settings, root, env: variables, log, now, changed })
    return { supervised, settings: JSON.stringify(settings) }
  }

  const begin = async (started: StartedProcesses) => {
    const { caseId, services } = started
    const entries = cases.get(caseId) ?? new Map<string, Entry>()
    cases.set(caseId, entries)
    for (const [service, { supervised }] of entries) if (!services.has(service)) await supervised.stop()
    for (const [service, settings] of services) {
      const known = entries.get(service)
      const same = known?.settings === JSON.stringify(settings)
      if (known && !same) await known.supervised.stop()
      const entry = known && same ? known : entryOf(started, service, settings)
      entries.set(service, entry)
      await entry.supervised.start()
    }
    return [...entries.values()]
  }

  const stopAll = async (caseId: string): Promise<number> => {
    const entries = [...of(caseId).values()]
    await Promise.all(entries.map(({ supervised }) => supervised.stop()))
    cases.delete(caseId)
    tell(caseId)
    return entries.length
  }

  return {
    async start(started) {
      const entries = await begin(started)
      using time = awakeTime()
      while (!entries.every(({ supervised }) => supervised.status().ready)) {
        started.signal.throwIfAborted()
        const late = time.passed() >= started.timeoutMs
        const failed = entries.filter(
          ({ supervised }) => supervised.failed() || late || isUnready(supervised),
        )
        if (failed.length > 0) throw notReady(failed.map(({ supervised }) => supervised.status()))
        await new Promise((resolve) => setTimeout(resolve, lookMs))
      }
    },
    stop: stopAll,
    async act(caseId, service, act) {
      const { supervised } = need(caseId, service)
      if (act !== 'start') await supervised.stop()
      if (act !== 'stop') await supervised.start()
      tell(caseId)
    },
    has: (caseId, service) => of(caseId).has(service),
    status: (caseId) => [...of(caseId).values()].map(({ supervised }) => supervised.status()),
    logged: (made) => shelf.services(made),
    logs: (made, service, window) => shelf.of(made, service).lines(window),
    clearLogs: (made) => shelf.clear(made),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      await Promise.all([...cases.keys()].map(stopAll))
      shelf.close()
    },
  }
}

const isUnready = (supervised: Supervised): boolean => supervised.status().health === 'unhealthy'

const notReady = (services: readonly ServiceStatus[]): BenchError =>
  new BenchError(
    'unhealthy',
    `The environment did not get ready. ${services.map(({ service, reason }) => `${service}: ${reason}`).join('\n')}\nThe logs of the environment show what they wrote.`,
    { services },
  )

const own = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    passed.flatMap((name) => {
      const value = env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
