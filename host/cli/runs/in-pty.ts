import { type Pty, spawnPty } from '../../terminal/process/pty.ts'
import type { RecordingWriter } from '../../terminal/recording/writer.ts'
import type { Passage } from '../command.ts'

export interface PtyRun {
  program: string
  args: readonly string[]
  folder: string
  env: Record<string, string>
  columns: number
  rows: number
  recording: RecordingWriter
  /** Where output goes; standard error where standard output belongs to something else. */
  output: NodeJS.WritableStream
}

const endOfInput = '\x04'
const ready = 6
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a program in a terminal of its own between ours and it: output is recorded, then passed on; keys, signals and the
 * size of the window are passed in. Answers the exit code, 128 and the signal's number where a signal ended it.
 */
export const runInPty = async (run: PtyRun, passage: Passage): Promise<number> => {
  const { recording, output } = run
  const pty = spawnPty({ ...run, ...command(run, passage) })
  const dispose = [passSignals(pty.pid, passage), passSize(pty, recording, passage)]
  const written = new Set<Promise<void>>()
  const pass = (bytes: Buffer) => {
    if (bytes.length === 0) return
    recording.output(bytes)
    const done = new Promise<void>((resolve) => {
      if (output.write(bytes, () => resolve())) return
      pty.pause()
      output.once('drain', () => pty.resume())
    })
    written.add(done)
    void done.then(() => written.delete(done))
  }
  let awaitsReady = !isPassedOn(passage)
  if (!awaitsReady) dispose.push(passInput(pty, passage))
  pty.onData((bytes) => {
    if (!awaitsReady) return pass(bytes)
    awaitsReady = false
    dispose.push(passInput(pty, passage))
    pass(bytes[0] === ready ? bytes.subarray(1) : bytes)
  })
  const code = await new Promise<number>((resolve) => {
    pty.onExit(({ exitCode, signal }) => resolve(signal ? 128 + signal : exitCode))
  })
  for (const end of dispose) end()
  recording.exit(code)
  await Promise.all(written)
  return code
}

const isPassedOn = ({ stdin }: Passage) => stdin.isTTY === true || process.platform === 'win32'

/**
 * Input that is no terminal is not echoed: who piped it does not want to see it again. It is passed in once the terminal
 * says, with one byte, that it echoes no more.
 */
const command = ({ program, args }: PtyRun, passage: Passage): Pick<PtyRun, 'program' | 'args'> =>
  isPassedOn(passage)
    ? { program, args }
    : {
        program: '/bin/sh',
        args: ['-c', 'stty -echo 2>/dev/null; printf "\\006"; exec "$@"', 'sh', program, ...args],
      }

const passInput = (pty: Pty, { stdin }: Passage) => {
  const onData = (data: string | Uint8Array) => pty.write(data)
  const onEnd = () => pty.write(endOfInput)
  stdin.on('data', onData)
  stdin.once('end', onEnd)
  stdin.setRawMode?.(true)
  return () => {
    stdin.setRawMode?.(false)
    stdin.off('data', onData)
    stdin.off('end', onEnd)
    stdin.pause()
  }
}

const passSignals = (pid: number, { signals }: Passage) => {
  const pass = (name: (typeof forwarded)[number]) => {
    try {
      // The whole group, as a terminal would.
      process.kill(-pid, name)
    } catch {
      // It has ended meanwhile.
    }
  }
  for (const name of forwarded) signals.on(name, pass)
  return () => {
    for (const name of forwarded) signals.off(name, pass)
  }
}

const passSize = (pty: Pty, recording: RecordingWriter, { stdout }: Passage) => {
  const onResize = () => {
    const { columns, rows } = stdout
    if (!columns || !rows) return
    pty.resize(columns, rows)
    recording.resize(columns, rows)
  }
  stdout.on('resize', onResize)
  return () => void stdout.off('resize', onResize)
}
