import type { Writable } from 'node:stream'
import { type Progress, progressLine } from './progress.ts'
import { neutral, safeJson } from './text/neutral.ts'
import { mayColour, type Paint, paint } from './text/style.ts'

/** Whoever read our output went away (`| head`); there is nobody to tell. */
export class BrokenPipe extends Error {}

type Terminal = Writable & { isTTY?: boolean; columns?: number }

export interface Output {
  readonly json: boolean
  /** Whether a person watches standard output. */
  readonly terminal: boolean
  readonly paint: Paint
  /** Cells of a line; infinite where no terminal limits it. */
  readonly columns: number
  readonly progress: Progress
  /** The one result of a command: the value with --json, else the text. */
  result(value: unknown, human: () => string): Promise<void>
  /** Raw text or bytes to standard output; resolves when they are taken. Throws `BrokenPipe`. */
  write(chunk: string | Uint8Array): Promise<void>
  /** A remark beside the result; neutralised, on standard error. */
  say(sentence: string): void
}

export interface OutputOptions {
  stdout: Terminal
  stderr: Terminal
  env: NodeJS.ProcessEnv
  json: boolean
  now(): number
}

const wentAway = (error: Error) =>
  'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')

/** Writes to the two standard streams as a command line should: see each member. */
export const createOutput = ({ stdout, stderr, env, json, now }: OutputOptions): Output => {
  const terminal = stdout.isTTY === true
  const progress = progressLine(stderr, now)
  const write = (chunk: string | Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      stdout.write(chunk, (error) => {
        if (!error) return resolve()
        reject(wentAway(error) ? new BrokenPipe() : error)
      })
    })
  return {
    json,
    terminal,
    paint: paint(mayColour(terminal, env)),
    columns: terminal ? (stdout.columns ?? 80) : Number.POSITIVE_INFINITY,
    progress,
    write,
    async result(value, human) {
      progress.clear()
      const text = json ? safeJson(value, terminal ? 2 : 0) : human()
      if (text !== '') await write(`${text}\n`)
    },
    say(sentence) {
      progress.clear()
      stderr.write(`${neutral(sentence)}\n`)
    },
  }
}
