import type { CsvMapping } from '../../../shared/contract/imports.ts'
import {
  type CaseKind,
  type CaseStatus,
  caseKinds,
  caseStatuses,
  type Severity,
} from '../../../shared/domain/vocabulary.ts'
import { guessMapping } from '../csv/guess.ts'
import { columnNames, csvHead, csvRows } from '../csv/rows.ts'
import { type CsvTarget, csvTargets } from '../csv/targets.ts'
import { packageOf, productOf } from '../mapping/component.ts'
import { type DateOrder, dateOrder } from '../mapping/dates.ts'
import type { Draft } from '../mapping/draft.ts'
import { Original } from '../mapping/original.ts'
import { personOf } from '../mapping/person.ts'
import { digest, oneLine, shorten } from '../mapping/text.ts'
import { kindOf, severityOf, statusOf } from '../mapping/words.ts'
import type { Parsed } from '../record.ts'
import { journalEvents } from './csv-journal.ts'
import { parsed, type Reader } from './reader.ts'

/** Rows of any CSV file, by a mapping of columns to fields that is guessed unless it is given. */

interface Table {
  system: string
  columns: string[]
  /** The column that fills a field, by its index. */
  at: ReadonlyMap<CsvTarget, number>
  /** Columns named like the one for comments but numbered, as Jira writes them. */
  moreComments: number[]
  values: CsvMapping['values']
  order: DateOrder
}

/** The name of a file without its folders and extension: what tells one CSV source from another. */
const systemOf = (name: string): string =>
  `csv:${name.replace(/^.*[/\\]/, '').replace(/\.(?:csv|tsv|txt)$/i, '') || 'file'}`

const tableOf = (name: string, columns: string[], mapping: CsvMapping, rows: readonly string[][]): Table => {
  const at = new Map<CsvTarget, number>()
  for (const target of csvTargets) {
    const column = Object.hasOwn(mapping.columns, target)
      ? columns.indexOf(mapping.columns[target] ?? '')
      : -1
    if (column >= 0) at.set(target, column)
  }
  const comments = at.get('comments')
  const base = comments === undefined ? undefined : columns[comments]
  const moreComments = columns.flatMap((column, index) =>
    base !== undefined && column.startsWith(`${base} (`) && /\(\d+\)$/.test(column) ? [index] : [],
  )
  const dated = [at.get('createdAt'), at.get('updatedAt'), at.get('dueAt')].filter((one) => one !== undefined)
  const order = dateOrder(rows.flatMap((row) => dated.map((column) => row[column] ?? '')))
  return { system: systemOf(name), columns, at, moreComments, values: mapping.values, order }
}

/** What a value was translated to by hand, if it was. */
const byHand = (table: Table, target: CsvTarget, value: string): string | undefined => {
  const values = Object.hasOwn(table.values, target) ? table.values[target] : undefined
  return values && Object.hasOwn(values, value) ? values[value] : undefined
}

const status = (table: Table, value: string): CaseStatus | undefined => {
  const chosen = byHand(table, 'status', value)
  return caseStatuses.find((one) => one === chosen) ?? statusOf(value)
}

/** Without a status, a column of closing dates tells the closed ones from the others. */
const statusFromDate = (table: Table, closed: string): CaseStatus | undefined => {
  if (!table.at.has('closedAt')) return undefined
  return closed ? 'closed' : 'open'
}

const severity = (table: Table, value: string): Severity | undefined =>
  severityOf(byHand(table, 'severity', value) ?? value)

const kind = (table: Table, value: string): CaseKind | undefined => {
  const chosen = byHand(table, 'kind', value)
  return caseKinds.find((one) => one === chosen) ?? kindOf(value)
}

const split = (value: string): string[] =>
  value === '' ? [] : value.split(/[,;|]/).map((part) => part.trim())

const componentOf = (name: string, version: string) =>
  name.startsWith('pkg:') ? packageOf(name) : productOf(name, version)

const firstLine = (text: string): string => shorten(oneLine(text.trimStart().split('\n', 1)[0] ?? ''), 200)

const draftOf = (table: Table, cells: readonly string[]): Draft => {
  const cell = (target: CsvTarget): string => {
    const column = table.at.get(target)
    return column === undefined ? '' : (cells[column] ?? '').trim()
  }
  const description = cell('description')
  const title = cell('title') || firstLine(description)
  const reporter = personOf({ name: cell('reporter'), email: cell('reporterEmail') })
  const closed = cell('closedAt')
  const comments = [cell('comments'), ...table.moreComments.map((column) => (cells[column] ?? '').trim())]
  return {
    system: table.system,
    externalId:
      cell('externalId') ||
      digest(title, description, cell('createdAt'), cell('customer'), reporter?.name ?? ''),
    url: cell('url'),
    title,
    description,
    status: status(table, cell('status')) ?? statusFromDate(table, closed),
    severity: severity(table, cell('severity')),
    kind: kind(table, cell('kind')),
    createdAt: cell('createdAt'),
    updatedAt: cell('updatedAt') || closed,
    dueAt: cell('dueAt'),
    resolution: cell('resolution'),
    tags: split(cell('tags')),
    components: split(cell('component')).map((name) => componentOf(name, cell('version'))),
    customer: { name: cell('customer'), domain: cell('customerDomain') },
    owner: personOf({ name: cell('owner'), email: cell('ownerEmail') }),
    reporter,
    events: [
      ...comments.flatMap((text) => journalEvents(text, 'customer')),
      ...journalEvents(cell('notes'), 'internal'),
    ],
    original: originalOf(table, cells),
    dateOrder: table.order,
  }
}

/** Targets whose words are coarser than the column's own. */
const coarse: readonly CsvTarget[] = ['status', 'severity', 'kind', 'closedAt']

const originalOf = (table: Table, cells: readonly string[]): Original => {
  const original = new Original()
  const mapped = new Set(
    [...table.at.entries()].filter(([target]) => !coarse.includes(target)).map(([, i]) => i),
  )
  for (const column of table.moreComments) mapped.add(column)
  for (let i = 0; i < cells.length; i++) {
    if (!mapped.has(i)) original.keep(table.columns[i] ?? `Column ${i + 1}`, cells[i])
  }
  return original
}

export const csv: Reader = async function* (source, { mapping }) {
  const { shape, rows } = await csvHead(source, mapping?.delimiter)
  const [header] = rows
  if (!header) {
    yield [{ type: 'skip', line: 1, reason: 'There is no row of column names at the start of this file.' }]
    return
  }
  const columns = columnNames(header)
  const sample = rows.slice(1)
  const table = tableOf(source.name, columns, mapping ?? guessMapping(columns, sample), sample)
  let first = true
  for await (const batch of csvRows(source, shape)) {
    const out: Parsed[] = []
    for (const row of batch) {
      if (row.type === 'skip') out.push(row)
      else if (first) first = false
      else out.push(parsed(draftOf(table, row.cells), row.line))
    }
    yield out
  }
}
