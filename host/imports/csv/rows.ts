import type { ImportSource } from '../record.ts'
import { byte } from '../text/bytes.ts'
import { utf8, utf8Head } from '../text/encoding.ts'
import { type CsvRow, CsvSplitter } from './splitter.ts'

/** How much of a file is looked at to find its delimiter and to guess its columns. */
const headBytes = 512 * 1024

const delimiters = [',', ';', '\t', '|']

/** What the first bytes of a CSV file tell about all of it. */
export interface CsvShape {
  delimiter: string
  newline: number
  /** The file starts with a line such as `sep=;`, which spreadsheets write. */
  named: boolean
  encoding: string
}

export interface CsvHead {
  shape: CsvShape
  rows: string[][]
}

/** How well a delimiter explains the rows: many cells, and as many in every row. */
const score = (head: Buffer, delimiter: string, newline: number): number => {
  const rows = new CsvSplitter({ delimiter, width: 0, newline })
    .push(head)
    .filter((row) => row.type === 'row')
  const width = rows[0]?.cells.length ?? 0
  if (width < 2) return 0
  const alike = rows.filter(({ cells }) => cells.length === width).length / rows.length
  return alike * alike * (1 + Math.log(width))
}

const shapeOf = (head: Buffer): Omit<CsvShape, 'encoding'> => {
  const newline = !head.includes(byte.newline) && head.includes(byte.return) ? byte.return : byte.newline
  const named = /^sep=([^\s"])\r?\n/i.exec(head.toString('latin1', 0, 20))
  if (named?.[1]) return { delimiter: named[1], newline, named: true }
  let best = ','
  let bestScore = 0
  for (const delimiter of delimiters) {
    const reached = score(head, delimiter, newline)
    if (reached > bestScore) [best, bestScore] = [delimiter, reached]
  }
  return { delimiter: best, newline, named: false }
}

/** Reads the start of a file as CSV: its shape, and the rows that are complete in it. */
export const csvHead = async (source: ImportSource, delimiter?: string): Promise<CsvHead> => {
  const { bytes: all, encoding } = await utf8Head(source.bytes(), headBytes)
  const whole = all.length < headBytes
  const found = shapeOf(whole ? Buffer.concat([all, Buffer.from('\n')]) : all.subarray(0, 64 * 1024))
  const shape = { ...found, ...(delimiter ? { delimiter } : {}), encoding }
  const splitter = new CsvSplitter({ delimiter: shape.delimiter, newline: shape.newline })
  const body = shape.named ? all.subarray(all.indexOf(byte.newline) + 1) : all
  const rows = [...splitter.push(body), ...(whole ? splitter.end() : [])]
  return { shape, rows: rows.filter((row) => row.type === 'row').map(({ cells }) => cells) }
}

/** All rows of a CSV file, the header among them, in batches. */
export const csvRows = async function* (source: ImportSource, shape: CsvShape): AsyncGenerator<CsvRow[]> {
  const splitter = new CsvSplitter({ delimiter: shape.delimiter, newline: shape.newline })
  let toSkip = shape.named
  const moved = (rows: CsvRow[]): CsvRow[] =>
    shape.named ? rows.map((row) => ({ ...row, line: row.line + 1 })) : rows
  for await (const chunk of utf8(source.bytes())) {
    let rest = chunk
    if (toSkip) {
      const end = chunk.indexOf(byte.newline)
      if (end < 0) continue
      rest = chunk.subarray(end + 1)
      toSkip = false
    }
    yield moved(splitter.push(rest))
  }
  yield moved(splitter.end())
}

/** Column names that are all different and none empty: repeated ones are numbered. */
export const columnNames = (header: readonly string[]): string[] => {
  const seen = new Map<string, number>()
  return header.map((cell, index) => {
    const name = cell.trim() || `Column ${index + 1}`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  })
}

/** The columns of a text that looks like CSV; undefined for one that does not. `surely` asks for less proof. */
export const csvLooks = (text: string, surely: boolean): string[] | undefined => {
  const head = Buffer.from(`${text.slice(0, 64 * 1024)}\n`)
  const { delimiter, newline, named } = shapeOf(head)
  const body = named ? head.subarray(head.indexOf(byte.newline) + 1) : head
  const all = new CsvSplitter({ delimiter, newline }).push(body)
  const rows = all.filter((row) => row.type === 'row')
  const [header] = rows
  if (!header) return undefined
  const { cells } = header
  if (surely) return cells
  const short = cells.every((cell) => cell.trim() !== '' && cell.length <= 100 && !/^[\d.]+$/.test(cell))
  const alike = rows.length / Math.max(1, all.length)
  return cells.length >= 2 && rows.length >= 2 && short && alike > 0.7 && new Set(cells).size > 1
    ? cells
    : undefined
}
