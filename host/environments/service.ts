import { setTimeout as delay } from 'node:timers/promises'
import type { z } from 'zod'
import type { Handlers } from '../../shared/contract/define.ts'
import type { Environment, environments } from '../../shared/contract/environments.ts'
import { BenchError, cancelled } from '../../shared/contract/error.ts'
import { diagnose } from '../engine/doctor.ts'
import { latestOf } from '../rpc/latest.ts'
import { takeTurns } from '../workspace/turns.ts'
import { actOnService, stopEnvironment } from './acts.ts'
import { addressesOf } from './addresses.ts'
import { benchId } from './bench-id.ts'
import { composeFiles } from './compose/files.ts'
import { rememberConfig } from './compose/remembered.ts'
import { composeFolder, type EnvironmentDesk, type EnvironmentOptions, needRoot, subjectOf } from './desk.ts'
import { diskOf } from './disk.ts'
import { clearLeftovers, cutOff } from './leftovers.ts'
import { lockOf } from './lock.ts'
import { environmentLines } from './logs/read.ts'
import { openProcesses } from './processes/processes.ts'
import { reclaim } from './reclaim.ts'
import { dangersOf } from './reviewing.ts'
import { allowDangers } from './rows.ts'
import type { EnvironmentRunner } from './runner.ts'
import { type ContainerShell, containerShell } from './shell.ts'
import { usageOf } from './stats.ts'
import { environmentOf, factsOf } from './status.ts'
import { startEnvironment, type UpOptions } from './up/start.ts'
import { watchEnvironment } from './watch.ts'

export interface Environments {
  readonly handlers: Handlers<typeof environments>
  /** What checks, bisections and cards use. */
  readonly runner: EnvironmentRunner
  /** How to get a shell in a running service. Throws `no-service`, `no-engine`. */
  shell(caseId: string, service: string): Promise<ContainerShell>
  /** Lets nothing else be done to the environment of a case meanwhile. */
  turn<T>(caseId: string, act: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

type UpItem = z.input<(typeof environments)['methods']['up']['item']>

/** Milliseconds until what a crash left is tried again, where there was no engine or it would not. */
const clearAgainMs = 5000

/** Seconds that services may take to get ready when a check asks for them. */
const checkTimeoutSeconds = 900

/** Opens what cases run in the engine of this machine. What a crash cut off is cleared away first, beside all else. */
export const openEnvironments = async (
  options: EnvironmentOptions & { env: NodeJS.ProcessEnv },
): Promise<Environments> => {
  const desk: EnvironmentDesk = {
    ...options,
    benchId: benchId(options.dataDir, options.newId),
    processes: openProcesses(options.env, options.now),
    remembered: rememberConfig(),
  }
  const closing = new AbortController()
  const takeTurn = takeTurns()
  const underWay = new Set<Promise<unknown>>()
  const turn = <T>(caseId: string, act: () => Promise<T>): Promise<T> => {
    const mine = takeTurn(caseId, act)
    const settled = mine.catch(() => undefined).finally(() => underWay.delete(settled))
    underWay.add(settled)
    return mine
  }
  /** The start that is under way, by case. */
  const starting = new Map<string, AbortController>()
  let cleared: Promise<void> | null = null
  const clear = async () => {
    const rows = await cutOff(desk)
    if (rows.length > 0) await clearLeftovers(desk, rows, closing.signal)
  }
  /** What a crash left is cleared before the first act; where that failed, before the next one. */
  const ready = () => {
    cleared ??= clear().catch((error: unknown) => {
      cleared = null
      throw error
    })
    return cleared
  }
  const untilCleared = async () => {
    while (!closing.signal.aborted) {
      const failed = await ready().then(
        () => false,
        () => true,
      )
      if (!failed) return
      await delay(clearAgainMs, undefined, { signal: closing.signal }).catch(() => undefined)
    }
  }
  const clearing = untilCleared()

  const up = async (key: string, asked: Asked, signal: AbortSignal): Promise<Environment> => {
    const subject = await subjectOf(desk, key)
    const { caseId } = subject.owner
    if (starting.has(caseId))
      throw new BenchError('busy', `${subject.ref} is being started already. Wait, or take it down.`)
    const stop = new AbortController()
    starting.set(caseId, stop)
    const either = AbortSignal.any([signal, stop.signal, closing.signal])
    try {
      return await turn(caseId, async () => {
        await ready().catch(ignoreWithoutEngine)
        if (either.aborted) throw cancelled()
        const { snapshot, ...others } = asked
        const prepare = async () => {
          if (snapshot === undefined) return
          const filled = await desk.fromSnapshot(subject.owner, { name: snapshot, signal: either })
          const text = `Filled the volumes from the snapshot "${filled}"`
          if (filled !== null) asked.tell({ phase: 'clear', text, services: [] })
        }
        return startEnvironment(desk, subject, { ...others, prepare, signal: either })
      })
    } finally {
      starting.delete(caseId)
    }
  }
  const down = async (key: string, purge: boolean) => {
    const subject = await subjectOf(desk, key)
    starting.get(subject.owner.caseId)?.abort()
    return turn(subject.owner.caseId, async () => {
      await ready().catch(ignoreWithoutEngine)
      return stopEnvironment(desk, subject, { purge })
    })
  }

  const handlers: Environments['handlers'] = {
    async doctor() {
      const { engine, compose, findings } = await diagnose(desk.engines)
      return { engine: engine && factsOf(engine), compose, findings }
    },
    status: async ({ caseId }) => environmentOf(desk, await subjectOf(desk, caseId)),
    async *watch({ caseId }, { signal }) {
      yield* watchEnvironment(desk, await subjectOf(desk, caseId), signal)
    },
    async *up({ caseId, fresh, timeoutSeconds }, { signal }): AsyncGenerator<UpItem, void, undefined> {
      const said = latestOf<UpItem>()
      const tell: UpOptions['tell'] = (progress) => said.tell({ type: 'progress', ...progress })
      const snapshot = fresh ? { snapshot: null } : {}
      const act = up(caseId, { fresh, timeoutSeconds, tell, ...snapshot }, signal).finally(() => said.end())
      // It is read below; what it throws is thrown there.
      act.catch(() => undefined)
      yield* said.items()
      yield { type: 'done', environment: await act }
    },
    down: ({ caseId, purge }) => down(caseId, purge),
    async review({ caseId }) {
      const subject = await subjectOf(desk, caseId)
      return { dangers: await dangersOf(desk, { caseId: subject.owner.caseId, root: needRoot(subject) }) }
    },
    allow: (input) => desk.database.write(allowDangers, input),
    async act({ caseId, service, act }) {
      const subject = await subjectOf(desk, caseId)
      return turn(subject.owner.caseId, async () => {
        await actOnService(desk, subject, { service, act })
        return environmentOf(desk, subject)
      })
    },
    async *logs({ caseId, ...asked }, { signal }) {
      const subject = await subjectOf(desk, caseId)
      for await (const lines of environmentLines(desk, subject, { ...asked, signal }))
        yield { lines: lines.map(({ service, at, stream, text }) => ({ service, at, stream, text })) }
    },
    async shell({ caseId, service }) {
      const { argv, label, marks } = await containerShell(desk, await subjectOf(desk, caseId), service)
      return { argv, label, marks }
    },
    async *stats({ caseId }, { signal }) {
      const { owner } = await subjectOf(desk, caseId)
      while (!signal.aborted) {
        const { docker } = await desk.engines.current()
        yield { at: desk.now(), services: await usageOf(docker, owner) }
      }
    },
    disk: async ({ caseId }) => ({ disk: await diskOf(desk, await subjectOf(desk, caseId)) }),
    async reclaim(asked) {
      await ready()
      return reclaim(desk, asked)
    },
  }
  return {
    handlers,
    runner: runnerOf(desk, up, down),
    shell: async (caseId, service) => containerShell(desk, await subjectOf(desk, caseId), service),
    turn,
    async close() {
      closing.abort(cancelled())
      await Promise.all(underWay)
      await desk.processes.close()
      await clearing
    },
  }
}

/** `snapshot` fills the volumes: null stands for the prepared one, where there is one. */
type Asked = Omit<UpOptions, 'signal' | 'prepare'> & { snapshot?: string | null }

/** Where there is no engine nothing can be cleared; the act itself says so where it needs one. */
const ignoreWithoutEngine = (error: unknown) => {
  if (!(error instanceof BenchError && error.code === 'no-engine')) throw error
}

const runnerOf = (
  desk: EnvironmentDesk,
  up: (key: string, asked: Asked, signal: AbortSignal) => Promise<Environment>,
  down: (key: string, purge: boolean) => Promise<unknown>,
): EnvironmentRunner => ({
  async exists(caseId) {
    const { root } = await subjectOf(desk, caseId)
    return root !== null && composeFiles(composeFolder(root)).length > 0
  },
  async up(caseId, { variation, fresh = false, snapshot, signal }) {
    const tell = () => undefined
    const asked = {
      variation,
      fresh: fresh || snapshot !== undefined,
      timeoutSeconds: checkTimeoutSeconds,
      tell,
    }
    await up(caseId, { ...asked, ...(snapshot === undefined ? {} : { snapshot }) }, signal)
  },
  async down(caseId, { purge, signal }) {
    signal.throwIfAborted()
    await down(caseId, purge)
  },
  async addresses(caseId) {
    return addressesOf((await environmentOf(desk, await subjectOf(desk, caseId))).services)
  },
  lock: async (caseId) => lockOf(desk, await subjectOf(desk, caseId)),
  async *logs(caseId, { from, to, signal }) {
    const window = { services: [], from, to, tail: null, follow: false, signal }
    for await (const lines of environmentLines(desk, await subjectOf(desk, caseId), window)) yield* lines
  },
})
