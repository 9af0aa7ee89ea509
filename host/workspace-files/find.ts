import type { z } from 'zod'
import type { foundLine } from '../../shared/contract/workspaces.ts'
import { realRoot } from '../workspace/place.ts'
import { ripgrep } from './ripgrep.ts'

type FoundLine = z.output<typeof foundLine>

/** UTF-16 units of a found line that are shown, and how many of them stand before the first match. */
const textAtMost = 1000
const textBefore = 200

/** Places marked in one line, and lines told at once. */
const rangesAtMost = 100
const linesAtOnce = 1000

/** Larger files are for the viewer, which has a search of its own. */
const fileAtMost = '100M'

export interface FindInput {
  text: string
  regex: boolean
  matchCase: boolean
  wholeWords: boolean
  include: readonly string[]
  exclude: readonly string[]
  limit: number
}

export type Found =
  | { type: 'file'; path: string; lines: FoundLine[] }
  | { type: 'done'; files: number; lines: number; truncated: boolean }

/** Finds in the files of a workspace, a batch for each file; binary files are passed over. Throws `invalid`. */
export async function* findInFiles(
  folder: string,
  input: FindInput,
  signal: AbortSignal,
): AsyncGenerator<Found, void, undefined> {
  const root = await realRoot(folder)
  const gathering = gather(input.limit)
  for await (const batch of ripgrep(root, { args: argumentsOf(input), separator: 10, signal })) {
    for (const bytes of batch) yield* gathering.take(parseRecord(bytes))
    if (gathering.isFull()) break
  }
  yield* gathering.end()
}

/** Gathers the lines of a file until it ends, for only then it is known that it is no binary. */
const gather = (limit: number) => {
  const done = { type: 'done' as const, files: 0, lines: 0, truncated: false }
  let lines: FoundLine[] = []
  return {
    *take(record: FindRecord | undefined): Generator<Found> {
      if (record?.type === 'begin') lines = []
      if (record?.type === 'match') {
        if (done.lines + lines.length < limit) lines.push(record.line)
        else done.truncated = true
      }
      if (record?.type !== 'end' || record.binary || lines.length === 0) return
      done.files += 1
      done.lines += lines.length
      for (let from = 0; from < lines.length; from += linesAtOnce)
        yield { type: 'file', path: record.path, lines: lines.slice(from, from + linesAtOnce) }
      lines = []
    },
    /** Whether there is more than was asked for, and all that was has been told. */
    isFull: () => done.truncated && done.lines >= limit,
    *end(): Generator<Found> {
      yield done
    },
  }
}

const argumentsOf = ({
  text,
  regex,
  matchCase,
  wholeWords,
  include,
  exclude,
  limit,
}: FindInput): string[] => {
  const lines = !regex && /[\r\n]/.test(text)
  const pattern = lines
    ? text.replace(/\r\n|\r|\n/g, '\n').replace(/[\\^$.*+?()[\]{}|#&\-~\s]/g, escaped)
    : text
  return [
    '--json',
    '--no-require-git',
    `--max-filesize=${fileAtMost}`,
    `--max-count=${limit + 1}`,
    matchCase ? '--case-sensitive' : '--ignore-case',
    ...(regex || lines ? [] : ['--fixed-strings']),
    ...(lines ? ['--multiline'] : []),
    ...(wholeWords ? ['--word-regexp'] : []),
    ...include.filter(Boolean).map((glob) => `--glob=${glob.replace(/^!+/, '')}`),
    ...exclude.filter(Boolean).map((glob) => `--glob=!${glob.replace(/^!+/, '')}`),
    `--regexp=${pattern}`,
    '--',
    '.',
  ]
}

const escaped = (character: string) =>
  character === '\n' ? '\\r?\\n' : character === ' ' ? ' ' : `\\${character}`

type FindRecord =
  | { type: 'begin' }
  | { type: 'match'; line: FoundLine }
  | { type: 'end'; path: string; binary: boolean }

/** What ripgrep gives as text, or in base64 where it is no UTF-8. */
interface Data {
  text?: string
  bytes?: string
}

interface Raw {
  type: string
  data: {
    path?: Data
    lines?: Data
    line_number?: number | null
    submatches?: { start: number; end: number }[]
    binary_offset?: number | null
  }
}

const bytesOf = ({ text, bytes }: Data = {}): Buffer =>
  text === undefined ? Buffer.from(bytes ?? '', 'base64') : Buffer.from(text, 'utf8')

const parseRecord = (bytes: Buffer): FindRecord | undefined => {
  const raw = parseJson(bytes)
  if (!raw) return cutMatch(bytes)
  const { type, data } = raw
  if (type === 'begin') return { type }
  if (type === 'match')
    return { type, line: lineOf(bytesOf(data.lines), data.line_number ?? 1, data.submatches ?? []) }
  if (type !== 'end') return undefined
  const path = bytesOf(data.path)
    .toString('utf8')
    .replace(/^\.[/\\]/, '')
    .replaceAll('\\', '/')
  return { type, path, binary: typeof data.binary_offset === 'number' }
}

const parseJson = (bytes: Buffer): Raw | undefined => {
  try {
    return JSON.parse(bytes.toString('utf8')) as Raw
  } catch {
    // A line too long to be kept whole.
    return undefined
  }
}

/** A match in a line of megabytes, of which the record's beginning and end were kept: its number is known, its places are not. */
const cutMatch = (bytes: Buffer): FindRecord | undefined => {
  const head = bytes.subarray(0, 8 * textAtMost).toString('utf8')
  const [, text = ''] = /"lines":\{"text":"((?:[^"\\]|\\.)*)/.exec(head) ?? []
  const [, number = '1'] = /"line_number":(\d+)/.exec(bytes.subarray(-64 * 1024).toString('utf8')) ?? []
  if (!head.startsWith('{"type":"match"')) return undefined
  const shown = text
    .slice(0, textAtMost)
    .replace(/\\(u[\da-f]{4}|.)/gi, (_all, one: string) => (one === 't' ? '\t' : one.length > 1 ? ' ' : one))
  return { type: 'match', line: { line: Number(number), text: shown.toWellFormed(), ranges: [] } }
}

/** A found line with its places in UTF-16 units, cut around the first of them where it is long. */
const lineOf = (bytes: Buffer, line: number, found: readonly { start: number; end: number }[]): FoundLine => {
  const first = bytes.indexOf(10)
  const end = first === -1 ? bytes.length : first
  const matches = found.slice(0, rangesAtMost)
  // Only what can be shown is decoded: bytes before the first match that matter, and bytes after it.
  let from = Math.max(0, Math.min(matches[0]?.start ?? 0, end) - (end > textAtMost ? textBefore : end))
  while (from > 0 && isInside(bytes[from])) from -= 1
  const shown = bytes.subarray(from, Math.min(end, from + textAtMost * 4)).toString('utf8')
  const text = shown.slice(0, textAtMost).replace(/\r$/, '').toWellFormed()
  const unitsTo = (at: number) =>
    Math.min(text.length, bytes.subarray(from, Math.min(at, end)).toString('utf8').length)
  const ranges = matches
    .filter(({ start }) => start < from + textAtMost * 4)
    .map(({ start, end: stop }) => ({
      start: unitsTo(start),
      end: unitsTo(Math.min(stop, from + textAtMost * 4)),
    }))
    .filter(({ start, end: stop }) => start < stop)
  return { line, text, ranges }
}

/** Whether a byte goes on with a character of UTF-8. */
const isInside = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80
