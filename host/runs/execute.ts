import type { RunRepeat } from '../../shared/domain/stack/run.ts'
import { awakeTime } from '../clock/awake.ts'
import { type Pty, spawnPty } from '../terminal/process/pty.ts'
import type { RecordingWriter } from '../terminal/recording/writer.ts'
import { endGroup, endLeftBehind } from './end-group.ts'

/** The size of the terminal of a check; nobody sits at it. */
export const checkSize = { columns: 120, rows: 40 } as const

/** Bytes of a recording; what is printed after that is not recorded, and a marker says so. */
const recordedAtMost = 1024 ** 3

const record = (recording: RecordingWriter, bytes: Buffer): void => {
  if (recording.bytes > recordedAtMost) return
  recording.output(bytes)
  if (recording.bytes <= recordedAtMost) return
  recording.gatherMarker('The recording ends here: more was printed than is kept')
  recording.write()
}

/** Nobody sits at the terminal: a program that asks for input gets none, and does not wait for it. */
const withoutInput = ({ program, args }: Pick<Execution, 'program' | 'args'>) =>
  process.platform === 'win32'
    ? { program, args }
    : { program: '/bin/sh', args: ['-c', 'exec "$@" </dev/null', 'sh', program, ...args] }

/** Milliseconds that a check has to end by itself after TERM. */
const graceMs = 3000

export interface Execution {
  program: string
  args: readonly string[]
  folder: string
  env: Record<string, string>
  timeoutMs: number
  recording: RecordingWriter
  signal: AbortSignal
  /** Told of the process, so that a crash of the bench leaves none behind. */
  onStart(pid: number): void
  onEnd(pid: number): void
  onOutput(bytes: Buffer): void
}

export interface Executed extends RunRepeat {
  cancelled: boolean
  /** Milliseconds for which the machine slept meanwhile; they count for neither the duration nor the limit. */
  sleptMs: number
}

/**
 * Runs a program once in a terminal of its own and records what it prints. Past its time, or when the signal aborts, it
 * and all that it started are ended: TERM, then KILL. What it left running is ended too. Throws where it cannot start.
 */
export const execute = async (execution: Execution): Promise<Executed> => {
  const { recording, signal, timeoutMs, onStart, onEnd, onOutput } = execution
  signal.throwIfAborted()
  const pty: Pty = spawnPty({ ...execution, ...withoutInput(execution), ...checkSize })
  onStart(pty.pid)
  let stopped: 'time' | 'cancel' | 'disk' | undefined
  let failure: unknown
  let ending = Promise.resolve()
  const stop = (why: 'time' | 'cancel' | 'disk') => {
    if (stopped) return
    stopped = why
    ending = endGroup(pty.pid, graceMs)
  }
  using time = awakeTime({ after: timeoutMs, ring: () => stop('time') })
  const abort = () => stop('cancel')
  signal.addEventListener('abort', abort, { once: true })
  pty.onData((bytes) => {
    onOutput(bytes)
    try {
      record(recording, bytes)
    } catch (error) {
      // The disk is full: what a check prints is its evidence, so it does not go on without.
      failure ??= error
      stop('disk')
    }
  })
  try {
    const exit = await new Promise<{ exitCode: number; signal?: number }>((resolve) => pty.onExit(resolve))
    const durationMs = Math.round(time.passed())
    const sleptMs = Math.round(time.slept())
    time[Symbol.dispose]()
    await ending
    await endLeftBehind(pty.pid)
    if (failure !== undefined) throw failure
    const exitCode = stopped || exit.signal ? null : exit.exitCode
    return { exitCode, durationMs, timedOut: stopped === 'time', cancelled: stopped === 'cancel', sleptMs }
  } finally {
    signal.removeEventListener('abort', abort)
    onEnd(pty.pid)
  }
}
