import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BenchError, cancelled } from '../../shared/contract/error.ts'
import type { BisectionPlan, BisectionStep } from '../../shared/domain/stack/bisection.ts'
import { temporaryFolder } from '../bench/backup.ts'
import type { Database } from '../database/threads.ts'
import type { EnvironmentRunner } from '../environments/runner.ts'
import type { CheckStep, Runs } from '../runs/service.ts'
import { finishStep, getBisection, keepVolumes, setBisection } from './rows.ts'
import { afterSteps, type NextStep } from './search.ts'

export interface SessionOptions {
  readonly database: Database
  readonly dataDir: string
  /** Null where this host runs none. */
  readonly environments: EnvironmentRunner | null
  readonly runs: Runs
  /** Null where environments have no volumes that could be kept aside. */
  readonly volumes: VolumeKeeper | null
}

/** Keeps the volumes of an environment aside while each step begins with new ones. */
export interface VolumeKeeper {
  /** Answers the name of the snapshot that has them; null where there are none. */
  keep(caseId: string, signal: AbortSignal): Promise<string | null>
  /** Puts them back into an environment that is down, and removes the snapshot. */
  putBack(caseId: string, name: string, signal: AbortSignal): Promise<void>
}

export type Told =
  | { type: 'checking'; number: number; subject: string }
  | { type: 'step'; step: BisectionStep }

interface Session {
  id: string
  signal: AbortSignal
  tell(told: Told): void
}

/**
 * Goes on with a bisection until it has its result. Each finished step is kept before the next begins; whatever stops it
 * leaves it paused, so that it can be resumed. Throws what stopped it.
 */
export const goOn = async (options: SessionOptions, session: Session): Promise<void> => {
  const { database } = options
  const { id, signal, tell } = session
  await database.write(setBisection, { id, state: 'running', problem: '' })
  try {
    await keepAside(options, id, signal)
    for (;;) {
      const stored = await database.read(getBisection, { id })
      const after = afterSteps(stored)
      if ('result' in after) {
        await putBack(options, id)
        return void (await database.write(setBisection, { id, state: 'finished', problem: '', ...after }))
      }
      if (signal.aborted) throw cancelled()
      const { number, subject, places } = after.next
      tell({ type: 'checking', number, subject })
      const run = await oneStep(options, session, { ...stored, next: after.next })
      if (run.state === 'cancelled') throw cancelled()
      const verdict = run.verdict ?? 'inconclusive'
      tell({ type: 'step', step: { number, subject, places, verdict, runId: run.id } })
    }
  } catch (error) {
    await putBack(options, id).catch(() => undefined)
    const wanted = error instanceof BenchError && error.code === 'cancelled'
    const problem = wanted ? 'Paused.' : error instanceof Error ? error.message : String(error)
    await database.write(setBisection, { id, state: 'paused', problem })
    throw error
  }
}

/** What a crash left away is away still: what is there now is of a step. */
const keepAside = async ({ database, volumes }: SessionOptions, id: string, signal: AbortSignal) => {
  const { caseId, kept } = await database.read(getBisection, { id })
  if (kept !== null || !volumes) return
  const name = await volumes.keep(caseId, signal)
  if (name !== null) await database.write(keepVolumes, { id, kept: name })
}

/** Milliseconds that putting volumes back may take. */
const backAtMostMs = 60 * 60 * 1000

/** Gives the environment its own volumes again. Until that is done the snapshot has them. */
export const putBack = async (
  { database, environments, volumes }: SessionOptions,
  id: string,
): Promise<void> => {
  const { caseId, kept } = await database.read(getBisection, { id })
  if (kept === null || !volumes) return
  const signal = AbortSignal.timeout(backAtMostMs)
  await environments?.down(caseId, { purge: true, signal })
  await volumes.putBack(caseId, kept, signal)
  await database.write(keepVolumes, { id, kept: null })
}

/** Failures that say something of the version or the settings; another step would meet any other one too. */
const ofTheStep = new Set(['image-missing', 'unhealthy', 'failed', 'invalid'])

interface Standing {
  id: string
  caseId: string
  plan: BisectionPlan
  next: NextStep
}

const oneStep = async (
  options: SessionOptions,
  { signal }: Session,
  { id, caseId, plan, next }: Standing,
) => {
  const { database, environments, runs } = options
  const services = (await environments?.exists(caseId)) === true ? environments : null
  const { command, repeat, timeoutMs, snapshot } = plan
  const settings = await writeSettings(options, { id, plan, next })
  const { number, subject, places, variables } = next
  const step: CheckStep = {
    ...{ caseId, command, repeat, timeoutMs, signal },
    bisectionId: id,
    variables: { ...variables, ...settings.variables, CASEBENCH_BISECT_STEP: String(number) },
  }
  const settle = (finished: Parameters<Parameters<Runs['check']>[1]>[0]) =>
    database.write(finishStep, { bisectionId: id, step: { number, subject, places }, finished })
  try {
    const problem = services && (await bringUp(services, { caseId, next, snapshot, signal }))
    return await runs.check(step, settle, problem ?? undefined)
  } finally {
    await settings.remove()
    // What a step leaves up would be in the way of the next one, and of nothing else: it is tried again there.
    await services
      ?.down(caseId, { purge: true, signal: AbortSignal.timeout(downAtMostMs) })
      .catch(() => undefined)
  }
}

/** Milliseconds that services may take to stop between two steps. */
const downAtMostMs = 120_000

/** Null once all is healthy; a sentence where this version or these settings do not get there. Throws what is not of the step. */
const bringUp = async (
  services: EnvironmentRunner,
  {
    caseId,
    next,
    snapshot,
    signal,
  }: { caseId: string; next: NextStep; snapshot: string | null; signal: AbortSignal },
): Promise<string | null> => {
  const begin = snapshot === null ? { fresh: true } : { snapshot }
  try {
    await services.up(caseId, { variation: next.variation, ...begin, signal })
    return null
  } catch (error) {
    if (signal.aborted) throw cancelled()
    if (!(error instanceof BenchError && ofTheStep.has(error.code))) throw error
    return error.message
  }
}

/** The settings of a step as files of their own, for checks that take them themselves. */
const writeSettings = async (
  { dataDir }: SessionOptions,
  { id, plan, next }: { id: string; plan: BisectionPlan; next: NextStep },
): Promise<{ variables: Record<string, string>; remove(): Promise<void> }> => {
  if (plan.mode !== 'settings') return { variables: {}, remove: async () => undefined }
  const root = join(temporaryFolder(dataDir), `bisect-${id}`)
  await rm(root, { recursive: true, force: true })
  const target = join(root, plan.target)
  for (const [path, text] of Object.entries(next.files)) {
    if (text === null) continue
    await mkdir(dirname(join(root, path)), { recursive: true, mode: 0o700 })
    await writeFile(join(root, path), text, { mode: 0o600 })
  }
  if (!(await stat(target).catch(() => undefined))) await mkdir(dirname(target), { recursive: true })
  return {
    variables: { CASEBENCH_BISECT_SETTINGS: target },
    remove: () => rm(root, { recursive: true, force: true }),
  }
}
