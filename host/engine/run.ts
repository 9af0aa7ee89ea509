import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { cancelled } from '../../shared/contract/error.ts'
import { spawnGuarded } from './guard.ts'

export interface CommandRun {
  readonly file: string
  readonly args: readonly string[]
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** Each line it says on standard error, as it comes. */
  onLine?(line: string): void
}

export interface CommandEnd {
  readonly exitCode: number
  readonly stdout: string
  /** The last lines of standard error. */
  readonly stderr: string
}

/** Characters that are kept: a configuration of many services fits, a flood does not. */
const stdoutAtMost = 16_000_000
const linesAtMost = 100
const lineAtMost = 4000
/** Milliseconds from asking a cancelled command to end until it is ended. */
const patience = 5000

/** Runs a command to its end; one that is cancelled, or whose host goes away, ends with all it started. Throws `cancelled`. */
export const runCommand = async (run: CommandRun): Promise<CommandEnd> => {
  if (run.signal?.aborted) throw cancelled()
  const { child, signal } = spawnGuarded({ ...run, graceSeconds: 0 })
  const last: string[] = []
  let timer: NodeJS.Timeout | undefined
  const stop = () => {
    signal('SIGTERM')
    timer = setTimeout(() => signal('SIGKILL'), patience)
  }
  run.signal?.addEventListener('abort', stop, { once: true })
  try {
    const ended = new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve(code ?? -1))
    })
    const said = eachLine(child.stderr, (line) => {
      last.push(line)
      if (last.length > linesAtMost) last.shift()
      run.onLine?.(line)
    })
    const [exitCode, stdout] = await Promise.all([ended, textOf(child.stdout), said])
    if (run.signal?.aborted) throw cancelled()
    return { exitCode, stdout, stderr: last.join('\n') }
  } finally {
    clearTimeout(timer)
    run.signal?.removeEventListener('abort', stop)
  }
}

const eachLine = async (stream: Readable | null, take: (line: string) => void) => {
  if (!stream) return
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }))
    take(line.slice(0, lineAtMost))
}

const textOf = async (stream: Readable | null) => {
  let text = ''
  for await (const chunk of stream?.setEncoding('utf8') ?? [])
    if (text.length < stdoutAtMost) text += String(chunk)
  return text
}
