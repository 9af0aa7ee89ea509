import type { FileHandle } from 'node:fs/promises'
import { BenchError } from '../../shared/contract/error.ts'
import { openInside } from '../workspace/place.ts'
import { nameOf } from './detect.ts'
import { decodeBytes, needEncoding } from './form.ts'
import { indexLines, type LineEnd, type LineIndex, lineEndOf, nextLine } from './line-index.ts'
import { readHead } from './read.ts'
import { statVersion } from './version.ts'

/** UTF-16 units of one line that a viewer is given. */
const lineUnitsAtMost = 10_000
/** Units of one answer; past it each line comes with its beginning only. */
const answerUnitsAtMost = 2_000_000
const shortUnits = 200

/** Files that are open for reading by lines; the one asked longest ago is closed for another. */
const openAtMost = 8

const headBytes = 256 * 1024
const pieceBytes = 256 * 1024

interface OpenLines {
  file: FileHandle
  bytes: number
  start: number
  encoding: string
  end: LineEnd
  index: LineIndex
  ending: AbortController
}

export interface LinesInput {
  path: string
  from: number
  count: number
  encoding?: string | undefined
}

export interface LinesAnswer {
  lines: { text: string; cut: boolean }[]
  total: number
  exact: boolean
}

/** Reads files of any size by lines. Each is gone through once, in the background, while its first lines are shown. */
export interface LineReader {
  read(root: string, input: LinesInput, signal: AbortSignal): Promise<LinesAnswer>
  close(): Promise<void>
}

export const lineReader = (): LineReader => {
  const open = new Map<string, Promise<OpenLines>>()
  const drop = async (key: string) => {
    const lines = open.get(key)
    open.delete(key)
    const found = await lines?.catch(() => undefined)
    found?.ending.abort()
    await found?.file.close()
  }
  const need = async (root: string, { path, encoding }: LinesInput): Promise<OpenLines> => {
    const opened = await openInside(root, path)
    const key = `${opened.absolute}\0${statVersion(opened.stats)}\0${encoding ?? ''}`
    const known = open.get(key)
    if (known) {
      await opened.file.close()
      open.delete(key)
      open.set(key, known)
      return known
    }
    const fresh = begin(opened.file, opened.stats.size, encoding).catch(async (error: unknown) => {
      open.delete(key)
      await opened.file.close()
      throw error
    })
    open.set(key, fresh)
    for (const old of [...open.keys()].slice(0, -openAtMost)) await drop(old)
    return fresh
  }
  return {
    async read(root, input, signal) {
      if (input.encoding !== undefined) needEncoding(input.encoding)
      const lines = await need(root, input)
      await lines.index.reach(input.from + input.count, signal)
      const { index, bytes } = lines
      const total = index.done ? index.lines : Math.round(index.lines * (bytes / Math.max(1, index.scanned)))
      return { lines: await take(lines, input), total, exact: index.done }
    },
    async close() {
      for (const key of [...open.keys()]) await drop(key)
    },
  }
}

const begin = async (file: FileHandle, bytes: number, named: string | undefined): Promise<OpenLines> => {
  const head = await readHead(file, headBytes)
  const encoding = named?.toLowerCase() ?? nameOf(head)
  if (encoding === null)
    throw new BenchError(
      'refused',
      'This file is no text. Choose an encoding to read it by lines all the same.',
    )
  const newline = lineEndOf(encoding)
  const end =
    nextLine(head, 0, newline) === -1 && nextLine(head, 0, lineEndOf(encoding, '\r')) !== -1
      ? lineEndOf(encoding, '\r')
      : newline
  const start = decodeBytes(head.subarray(0, 4), encoding).startsWith('\ufeff') ? markBytes(encoding) : 0
  const ending = new AbortController()
  const index = indexLines(file, { bytes, end, signal: ending.signal })
  return { file, bytes, start, encoding, end, index, ending }
}

const markBytes = (encoding: string) =>
  encoding === 'utf-8' ? 3 : encoding === 'gb18030' || encoding.startsWith('utf-32') ? 4 : 2

/** Reads the lines asked for, from the nearest kept place on, holding a piece of the file and one line's beginning. */
const take = async (lines: OpenLines, { from, count }: LinesInput): Promise<LinesAnswer['lines']> => {
  const { file, index, end, bytes, encoding } = lines
  const place = index.before(from)
  const keepBytes = lineUnitsAtMost * 4
  const found: LinesAnswer['lines'] = []
  let units = 0
  let line = place.line
  let parts: Buffer[] = []
  let held = 0
  let long = false
  const finish = () => {
    if (line >= from) {
      const made = lineOf(Buffer.concat(parts), { encoding, long, units })
      units += made.text.length
      found.push(made)
    }
    line += 1
    parts = []
    held = 0
    long = false
  }
  const buffer = Buffer.allocUnsafe(pieceBytes)
  let at = place.offset === 0 ? lines.start : place.offset
  while (at < bytes && found.length < count) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(pieceBytes, bytes - at), at)
    const piece = buffer.subarray(0, bytesRead - (bytesRead % end.width) || bytesRead)
    if (piece.length === 0) break
    let start = 0
    while (found.length < count) {
      const next = nextLine(piece, start, end)
      const part = piece.subarray(start, next === -1 ? piece.length : next)
      if (line >= from && held < keepBytes) parts.push(Buffer.from(part.subarray(0, keepBytes - held)))
      long ||= held + part.length > keepBytes
      held += part.length
      if (next === -1) break
      finish()
      start = next
    }
    at += piece.length
  }
  if (at >= bytes && found.length < count && line <= index.lines - 1) finish()
  return found
}

const lineOf = (
  bytes: Buffer,
  { encoding, long, units }: { encoding: string; long: boolean; units: number },
): { text: string; cut: boolean } => {
  const text = withoutEnd(withoutEnd(decodeBytes(bytes, encoding), '\n'), '\r')
  const atMost = units > answerUnitsAtMost ? shortUnits : lineUnitsAtMost
  return { text: text.slice(0, atMost).toWellFormed(), cut: long || text.length > atMost }
}

const withoutEnd = (text: string, end: string) => (text.endsWith(end) ? text.slice(0, -1) : text)
