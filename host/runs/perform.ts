import { rm } from 'node:fs/promises'
import type { EnvironmentLock } from '../../shared/domain/stack/lock.ts'
import type { Run, RunRepeat } from '../../shared/domain/stack/run.ts'
import { verdictOf } from '../../shared/domain/stack/verdict.ts'
import type { Database } from '../database/threads.ts'
import { isEngineLost } from '../engine/failure.ts'
import type { EnvironmentRunner, LogLine } from '../environments/runner.ts'
import { userEnvironment } from '../terminal/environment.ts'
import { recordingPath } from '../terminal/places.ts'
import type { RunningRecord } from '../terminal/process/leftovers.ts'
import { plainText } from '../terminal/process/plain-text.ts'
import { openRecording, type RecordingWriter } from '../terminal/recording/writer.ts'
import { checkSize, type Executed, execute } from './execute.ts'
import { junitXml } from './junit.ts'
import { programOf, reproScript } from './repro.ts'
import { beginRun, type FinishedRun, keepRepeat } from './rows.ts'
import { maskOf } from './secrets.ts'
import { type StoredFile, storeLogs, storeRecording, storeText } from './store.ts'
import { hostLock } from './surroundings.ts'

export interface PerformOptions {
  readonly database: Database
  readonly dataDir: string
  /** Null where this host runs none. */
  readonly environments: EnvironmentRunner | null
  /** Remembers what runs, so that the next start ends what a crash left. */
  readonly running: RunningRecord
  readonly env: NodeJS.ProcessEnv
  newId(): string
  now(): number
}

export interface Performance {
  caseId: string
  ref: string
  /** The folder of the workspace, and the commit it stands at. */
  folder: string
  commit: string | null
  /** Null for the workspace's `repro.sh`. */
  command: string | null
  repeat: number
  timeoutMs: number
  /** Stops at the first execution that shows the problem: the verdict is settled then. */
  untilReproduced: boolean
  /** Variables beside ours. */
  variables: Readonly<Record<string, string>>
  bisectionId: string | null
  signal: AbortSignal
  onProgress(progress: Progress): void
}

export type Progress = { type: 'began'; id: string } | { type: 'repeat'; number: number; repeat: RunRepeat }

/**
 * Runs the check of a case and keeps what it leaves. `settle` ends the run in the database: a step of a bisection does
 * that together with its verdict. Answers what it answers; a check that was cancelled is settled as such.
 */
export const perform = async (
  options: PerformOptions,
  performance: Performance,
  settle: (finished: FinishedRun) => Promise<Run>,
): Promise<Run> => {
  const { database, dataDir, environments, newId, now } = options
  const { caseId, folder, commit, repeat, timeoutMs, bisectionId, signal, onProgress } = performance
  const chosen = await programOf(folder, performance.command)
  const services = (await environments?.exists(caseId)) === true ? environments : null
  const addresses = (await services?.addresses(caseId)) ?? {}
  const id = newId()
  const startedAt = now()
  const facts = { command: chosen.line, commit, repeat, timeoutMs, services: [] }
  await database.write(beginRun, { id, caseId, startedAt, bisectionId, ...facts })
  onProgress({ type: 'began', id })
  const path = recordingPath(dataDir, id)
  const recording = openRecording({
    path,
    columns: checkSize.columns,
    rows: checkSize.rows,
    now,
    title: `Check of ${performance.ref}`,
    command: chosen.line.slice(0, 1000),
    casebench: { terminalId: null, caseId },
  })
  const work = { ...performance, id, chosen, addresses, recording }
  const done = await executeAll(options, work).finally(recording.close)
  // What it was made of is a part of the evidence; a run without it says so.
  const lock = services ? await services.lock(caseId).catch(() => null) : await hostLock(folder, startedAt)
  const span = { from: startedAt, to: now(), signal: AbortSignal.timeout(logsAtMostMs) }
  const logs = services?.logs(caseId, span) ?? null
  const mask = await maskOf(folder)
  const left = { ref: performance.ref, path, lock, logs, done, command: chosen.line, startedAt, mask }
  const { files, problem, lost } = await keepFiles(options, left).catch((error: unknown) => {
    done.problem ||= `What the check left could not be stored: ${error instanceof Error ? error.message : error}`
    return { files: [], problem: '', lost: false }
  })
  if (lost) done.problem ||= engineWentAway
  const state = done.problem ? 'failed' : signal.aborted ? 'cancelled' : 'finished'
  const run = await settle({
    ...{ id, state, files, unsure: lost },
    endedAt: now(),
    services: (lock?.services ?? []).map(({ name, image, version }) => ({ name, image, version })),
    problem: [done.problem || problem, sleptIn(done)].filter(Boolean).join(' '),
  })
  if (files.some(({ role }) => role === 'recording')) await rm(path, { force: true })
  return run
}

/** Keeps that a check could not be run since its surroundings did not come up: that is a part of the evidence too. */
export const performNothing = async (
  { database, newId, now }: PerformOptions,
  { caseId, commit, command, repeat, timeoutMs, bisectionId }: Omit<Performance, 'signal' | 'onProgress'>,
  { problem, settle }: { problem: string; settle: (finished: FinishedRun) => Promise<Run> },
): Promise<Run> => {
  const id = newId()
  const line = command ?? `./${reproScript}`
  const facts = { command: line, commit, repeat, timeoutMs, services: [] }
  await database.write(beginRun, { id, caseId, startedAt: now(), bisectionId, ...facts })
  return settle({ id, state: 'failed', endedAt: now(), files: [], services: [], problem })
}

const engineWentAway =
  'The container engine did not answer when the check was over, so what failed may have failed because of that. Start the engine, then run the check again.'

/** Milliseconds that reading the services' logs may take; a run without them is better than one that never ends. */
const logsAtMostMs = 120_000
/** Bytes of the end of what one execution printed that JUnit XML shows, and of all executions together. */
const tailAtMost = 64 * 1024
const tailsAtMost = 4 * 1024 * 1024

interface Work extends Performance {
  id: string
  chosen: { program: string; args: string[]; line: string }
  addresses: Record<string, string>
  recording: RecordingWriter
}

interface Executions {
  repeats: RunRepeat[]
  outputs: string[]
  problem: string
  /** The executions in the middle of which the machine slept. */
  slept: { number: number; sleptMs: number }[]
}

const executeAll = async (options: PerformOptions, work: Work): Promise<Executions> => {
  const { id, repeat, signal, untilReproduced, recording, chosen, onProgress } = work
  const all: Executions = { repeats: [], outputs: [], problem: '', slept: [] }
  const tailBytes = Math.min(tailAtMost, Math.floor(tailsAtMost / repeat))
  for (let number = 1; number <= repeat && !signal.aborted; number += 1) {
    const of = repeat === 1 ? '' : ` (${number} of ${repeat})`
    recording.gatherMarker(`${chosen.line.slice(0, 900)}${of}`)
    recording.write()
    const tail = lastBytes(tailBytes)
    const executed = await executeOne(options, work, { number, onOutput: tail.add }).catch(
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        all.problem = `${chosen.line} could not be run: ${reason}.`
        return null
      },
    )
    if (!executed || executed.cancelled) break
    const { cancelled: _not, sleptMs, ...told } = executed
    recording.gatherMarker(endOf(told))
    if (sleptMs > 0) all.slept.push({ number, sleptMs })
    all.outputs.push(
      (await plainText([tail.bytes()], { columns: checkSize.columns, mostBytes: tailBytes })).text,
    )
    all.repeats.push(told)
    await options.database.write(keepRepeat, { id, repeat: told })
    onProgress({ type: 'repeat', number, repeat: told })
    if (untilReproduced && verdictOf(told.exitCode) === 'reproduced') break
  }
  const last = all.repeats.at(-1)?.exitCode
  if (last !== undefined && last !== null) recording.exit(last)
  return all
}

/** What a check says after hours of sleep may be of those hours, and not of the problem. */
const sleptIn = ({ slept }: Executions): string => {
  if (slept.length === 0) return ''
  const minutes = Math.max(1, Math.round(slept.reduce((sum, { sleptMs }) => sum + sleptMs, 0) / 60_000))
  const numbers = slept.map(({ number }) => number).join(', ')
  return `The machine slept during execution ${numbers} (about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}), or its clock was set forward. That time counts for no limit, but what waited for a clock may have failed because of it; run the check again to be sure.`
}

const endOf = ({ exitCode, timedOut }: RunRepeat): string => {
  if (timedOut) return 'Stopped: out of time'
  return exitCode === null ? 'Ended by a signal' : `Exit code ${exitCode}: ${verdictOf(exitCode)}`
}

const executeOne = (
  { env, dataDir, running }: PerformOptions,
  { id, caseId, ref, folder, chosen, addresses, variables, timeoutMs, recording, signal }: Work,
  { number, onOutput }: { number: number; onOutput: (bytes: Buffer) => void },
): Promise<Executed> => {
  const ours = {
    TERM: 'xterm-256color',
    CASEBENCH_DATA: dataDir,
    CASEBENCH_CASE: caseId,
    CASEBENCH_REF: ref,
    CASEBENCH_RUN: id,
    CASEBENCH_REPEAT: String(number),
    CASEBENCH_WORKSPACE: folder,
  }
  return execute({
    ...chosen,
    ...{ folder, timeoutMs, recording, signal, onOutput },
    env: { ...userEnvironment(env), ...addresses, ...variables, ...ours },
    onStart: running.add,
    onEnd: running.remove,
  })
}

interface Left {
  ref: string
  path: string
  lock: EnvironmentLock | null
  logs: AsyncIterable<LogLine> | null
  done: Executions
  command: string
  startedAt: number
  /** Hides secrets of the environment. */
  mask(text: string): string
}

/** Stores what a run left, in the order in which it is attached; `lost` where the engine did not answer any more. */
const keepFiles = async (
  options: PerformOptions,
  { ref, path, lock, logs, done, command, startedAt, mask }: Left,
): Promise<{ files: StoredFile[]; problem: string; lost: boolean }> => {
  const stamp = new Date(startedAt).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  const name = (ending: string) => `check-${stamp}${ending}`
  const recording = await storeRecording(options, { name: name('.cast'), path, mask })
  let lost = false
  let problem = lock ? '' : 'The engine did not say what the environment was made of.'
  const logged = logs
    ? await storeLogs(options, logs, { name: name('.services.log.gz'), mask }).catch((error: unknown) => {
        lost = isEngineLost(error)
        problem = `The logs of the services could not be read: ${error instanceof Error ? error.message : error}`
        return null
      })
    : null
  const text = lock ? `${JSON.stringify(lock, null, 2)}\n` : ''
  const locked = lock ? await storeText(options, { role: 'lock', name: name('.lock.json'), text }) : null
  const properties = Object.fromEntries(
    (lock?.services ?? []).map((one) => [one.name, `${one.image} ${one.version}`]),
  )
  const xml = junitXml({
    ...{ suite: ref, startedAt, properties, repeats: done.repeats },
    command: mask(command),
    outputs: done.outputs.map(mask),
  })
  const junit = await storeText(options, { role: 'junit', name: name('.junit.xml'), text: xml })
  return { files: [recording, logged, locked, junit].filter((one) => one !== null), problem, lost }
}

const lastBytes = (most: number) => {
  let chunks: Buffer[] = []
  let size = 0
  return {
    add(chunk: Buffer) {
      chunks.push(Buffer.from(chunk))
      size += chunk.length
      if (size > 2 * most) {
        const kept = Buffer.concat(chunks).subarray(-most)
        chunks = [kept]
        size = kept.length
      }
    },
    bytes: () => Buffer.concat(chunks).subarray(-most),
  }
}
