import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError, cancelled } from '../../shared/contract/error.ts'
import type { runs } from '../../shared/contract/runs.ts'
import type { Run } from '../../shared/domain/stack/run.ts'
import { caseDetail } from '../cases/detail.ts'
import type { Database } from '../database/threads.ts'
import type { EnvironmentRunner } from '../environments/runner.ts'
import { headOfWorkspace } from '../evidence/store.ts'
import type { Git } from '../git/git.ts'
import { live } from '../rpc/live.ts'
import { recordingPath } from '../terminal/places.ts'
import { endLeftovers, recordRunning } from '../terminal/process/leftovers.ts'
import { attachedEvidence } from '../timeline/read.ts'
import { workspaceFolder } from '../workspace/folder.ts'
import { openWorkspace } from '../workspace/open.ts'
import { channel } from './channel.ts'
import { type Performance, type PerformOptions, type Progress, perform, performNothing } from './perform.ts'
import {
  attachRun,
  checkOf,
  type FinishedRun,
  finishRun,
  getRun,
  keepCheck,
  listRuns,
  openRuns,
} from './rows.ts'
import { maskOf } from './secrets.ts'
import { storeRecording } from './store.ts'

export interface RunsOptions {
  readonly database: Database
  readonly dataDir: string
  readonly git: Git
  /** Null where this host runs none. */
  readonly environments: EnvironmentRunner | null
  readonly env: NodeJS.ProcessEnv
  newId(): string
  now(): number
}

/** What a bisection asks for: the check of a case as one of its steps. */
export type CheckStep = Pick<
  Performance,
  'caseId' | 'command' | 'repeat' | 'timeoutMs' | 'variables' | 'bisectionId' | 'signal'
>

/** Checks of this host, for its clients and for bisections. */
export interface Runs {
  readonly handlers: Handlers<typeof runs>
  /**
   * Lets nobody else check a case until the answer is called; waits for one that was told to stop. `signal` is what stops
   * the holder. Throws `busy`.
   */
  hold(caseId: string, signal: AbortSignal): Promise<() => void>
  /** Runs the check as one step; with `problem` it could not be run, and only that is kept. */
  check(step: CheckStep, settle: (finished: FinishedRun) => Promise<Run>, problem?: string): Promise<Run>
  close(): Promise<void>
}

/** Opens the checks. Those that an earlier run of the bench was cut off from are interrupted: nothing of theirs runs on. */
export const openChecks = async (options: RunsOptions): Promise<Runs> => {
  const { database } = options
  const folder = join(options.dataDir, 'runs')
  await endLeftovers(folder)
  for (const { id } of await database.read(openRuns, {})) await interrupt(options, id)
  const closing = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  const held = new Map<string, { signal: AbortSignal; over: Promise<void> }>()
  const performing: PerformOptions = { ...options, running: recordRunning(folder, options.now) }
  const hold: Runs['hold'] = async (caseId, signal) => {
    for (let other = held.get(caseId); other; other = held.get(caseId)) {
      if (!other.signal.aborted)
        throw new BenchError('busy', 'A check of this case is under way. Wait for it, or cancel it.')
      await other.over
    }
    const { promise: over, resolve } = Promise.withResolvers<void>()
    held.set(caseId, { signal, over })
    return () => {
      held.delete(caseId)
      resolve()
    }
  }
  const check: Runs['check'] = async (step, settle, problem) => {
    const signal = AbortSignal.any([step.signal, closing.signal])
    const place = await placeOf(options, step.caseId)
    const whole = { ...step, ...place, signal, untilReproduced: true, onProgress: () => undefined }
    const work =
      problem === undefined
        ? perform(performing, whole, settle)
        : performNothing(performing, whole, { problem, settle })
    return tracked(underWay, work)
  }
  return {
    hold,
    check,
    handlers: {
      async *check(input, context) {
        const signal = AbortSignal.any([context.signal, closing.signal])
        const release = await hold(input.caseId, signal)
        try {
          yield* checkCase(options, performing, { ...input, signal }, (work) => tracked(underWay, work))
        } finally {
          release()
        }
      },
      watch: ({ caseId, limit }, { signal }) =>
        live(database, {
          topics: [`runs:${caseId}`, `case:${caseId}`],
          signal,
          read: async () => ({
            runs: await database.read(listRuns, { caseId, limit }),
            command: (await database.read(checkOf, { caseId })).command ?? '',
            attached: await database.read(attachedEvidence, { caseId }),
          }),
        }),
      get: ({ id }) => database.read(getRun, { id }),
      attach: (input) => database.write(attachRun, input),
    },
    async close() {
      closing.abort(cancelled())
      await Promise.allSettled(underWay)
    },
  }
}

const tracked = async <T>(underWay: Set<Promise<unknown>>, work: Promise<T>): Promise<T> => {
  underWay.add(work)
  try {
    return await work
  } finally {
    underWay.delete(work)
  }
}

/** The workspace of a case, made if need be, and the commit it stands at. */
const placeOf = async (options: RunsOptions, caseId: string) => {
  const { path } = await openWorkspace(options, { caseId })
  const { case: found } = await options.database.read(caseDetail, { key: caseId })
  return { ref: found.ref, folder: path, commit: await headOfWorkspace(options, path) }
}

interface Asked {
  caseId: string
  command?: string | undefined
  repeat: number
  timeoutSeconds: number
  untilReproduced: boolean
  asIs: boolean
  signal: AbortSignal
}

async function* checkCase(
  options: RunsOptions,
  performing: PerformOptions,
  asked: Asked,
  track: (work: Promise<Run>) => Promise<Run>,
) {
  const { database, environments } = options
  const { caseId, timeoutSeconds, signal } = asked
  const place = await placeOf(options, caseId)
  if (asked.command !== undefined)
    await database.write(keepCheck, { caseId, command: asked.command.trim() === '' ? null : asked.command })
  if (!asked.asIs && environments && (await environments.exists(caseId))) {
    yield { type: 'up' as const }
    await environments.up(caseId, { signal })
  }
  const { command } = await database.read(checkOf, { caseId })
  const told = channel<Progress>()
  const performance = {
    ...place,
    ...{ caseId, command, signal },
    repeat: asked.repeat,
    untilReproduced: asked.untilReproduced,
    timeoutMs: timeoutSeconds * 1000,
    variables: {},
    bisectionId: null,
    onProgress: told.push,
  }
  const work = track(perform(performing, performance, (finished) => database.write(finishRun, finished)))
  yield* told.until(work)
  const run = await work
  if (run.state === 'cancelled') throw cancelled()
  yield { type: 'done' as const, run }
}

/** Ends a run that the bench went away from: what it had told stays, and so does its recording as far as it came. */
const interrupt = async (options: RunsOptions, id: string): Promise<void> => {
  const { database, dataDir, now } = options
  const path = recordingPath(dataDir, id)
  const { caseId, services } = await database.read(getRun, { id })
  const workspace = await database.read(workspaceFolder, { caseId })
  const mask = workspace ? await maskOf(workspace.path) : (text: string) => text
  const recording = await storeRecording(options, { name: `check-${id}.cast`, path, mask })
  await database.write(finishRun, {
    ...{ id, services },
    state: 'interrupted',
    endedAt: now(),
    files: recording ? [recording] : [],
    problem:
      'The bench ended in the middle of this check. What it had told until then is kept. Run it again for a verdict.',
  })
  await rm(path, { force: true })
}
