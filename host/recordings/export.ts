import { randomUUID } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { IBuffer, Terminal } from '@xterm/headless'
import { BenchError } from '../../shared/contract/error.ts'
import type { CastPart } from '../../shared/lib/asciicast/cast.ts'
import { eventLine, headerLine } from '../../shared/lib/asciicast/write.ts'
import { partsOf } from './parts.ts'
import { htmlLines } from './render-html.ts'
import { textLines } from './render-text.ts'
import { replay } from './replay.ts'

export interface ExportOptions {
  bytes: AsyncIterable<Uint8Array>
  title: string
  format: 'cast' | 'txt' | 'html'
  path: string
  overwrite: boolean
}

/** Writes a recording in another form: whole under a temporary name first. Throws `exists`, `unreadable`, `invalid`. */
export const exportRecording = async (options: ExportOptions): Promise<{ path: string; bytes: number }> => {
  const target = resolve(options.path)
  const taken = await stat(target).catch(() => undefined)
  if (taken?.isDirectory()) throw new BenchError('exists', `${target} is a folder. Name the file to write.`)
  if (taken && !options.overwrite)
    throw new BenchError('exists', `${target} exists already. Nothing was written.`)
  const part = join(dirname(target), `.${basename(target)}.${randomUUID()}.part`)
  try {
    const bytes = await write(part, formats[options.format](partsOf(options.bytes), options.title))
    await rename(part, target)
    return { path: target, bytes }
  } catch (error) {
    await rm(part, { force: true })
    if (error instanceof BenchError) throw error
    throw new BenchError(
      'invalid',
      `${target} could not be written (${sentence(error)}). Nothing is there now.`,
    )
  }
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error))

type Format = (parts: AsyncIterable<CastPart>, title: string) => AsyncIterable<string>

async function* cast(parts: AsyncIterable<CastPart>): AsyncGenerator<string> {
  let before = 0
  for await (const part of parts) {
    if (part.type === 'header') yield headerLine(part.header)
    else if (part.type === 'comment') yield `#${part.text}\n`
    else if (part.type === 'event') {
      yield eventLine(part.event, before)
      before = part.event.time
    }
  }
}

/** A program that fills the screen was open when the recording ended: it is what a person saw last. */
const shown = ({ buffer }: Terminal): IBuffer[] =>
  buffer.active.type === 'alternate' ? [buffer.normal, buffer.alternate] : [buffer.normal]

async function* txt(parts: AsyncIterable<CastPart>): AsyncGenerator<string> {
  const { terminal, truncated } = await replay(parts)
  try {
    if (truncated) yield '[Earlier lines are left out]\n'
    for (const buffer of shown(terminal)) for (const line of textLines(buffer)) yield `${line}\n`
  } finally {
    terminal.dispose()
  }
}

async function* html(parts: AsyncIterable<CastPart>, title: string): AsyncGenerator<string> {
  const { terminal } = await replay(parts)
  try {
    yield* htmlLines(shown(terminal), title)
  } finally {
    terminal.dispose()
  }
}

const formats: Readonly<Record<ExportOptions['format'], Format>> = { cast, txt, html }

const MOST_PENDING = 65_536

const write = async (path: string, lines: AsyncIterable<string>): Promise<number> => {
  const file = await open(path, 'wx', 0o600)
  let bytes = 0
  let pending = ''
  const flush = async () => {
    bytes += (await file.write(Buffer.from(pending))).bytesWritten
    pending = ''
  }
  try {
    for await (const line of lines) {
      pending += line
      if (pending.length > MOST_PENDING) await flush()
    }
    await flush()
    await file.sync()
  } finally {
    await file.close()
  }
  return bytes
}
