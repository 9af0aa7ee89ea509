import type { CsvMapping } from '../../../shared/contract/imports.ts'
import { instantOf } from '../mapping/dates.ts'
import { emailOf } from '../mapping/person.ts'
import { kindOf, severityOf, statusOf } from '../mapping/words.ts'
import { type CsvTarget, columnWords, csvTargets } from './targets.ts'

/** Distinct values that are offered for translation, at most. */
const maxValues = 100
const prefix = /^(?:ticket|case|issue|incident|bug|request|record|task|sr|support) (?=.)/

/** Lower case, words apart: `Ticket_ID` and `ticketId` become "ticket id". */
const words = (column: string): string =>
  column
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** How well a column's name means a target: 0 not at all, higher is better. */
const nameScore = (name: string, wanted: readonly string[]): number => {
  const bare = name.replace(prefix, '')
  const exact = wanted.indexOf(name)
  if (exact >= 0) return 1000 - exact
  const without = wanted.indexOf(bare)
  return without >= 0 ? 900 - without : 0
}

interface Column {
  name: string
  words: string
  values: string[]
}

const shareOf = ({ values }: Column, test: (value: string) => boolean): number =>
  values.length === 0 ? 0 : values.filter(test).length / values.length

const averageLength = ({ values }: Column): number =>
  values.reduce((sum, value) => sum + value.length, 0) / Math.max(1, values.length)

const looksDated = (value: string): boolean =>
  /\d/.test(value) && instantOf(value) !== undefined && !/^\d+$/.test(value)
const looksNumeric = (value: string): boolean => /^[-+\d.,%: ]+$|^(?:true|false|yes|no)$/i.test(value)

/** Targets whose columns must hold such values, whatever they are called. */
const fits: Partial<Record<CsvTarget, (column: Column) => boolean>> = {
  createdAt: (column) => shareOf(column, (value) => instantOf(value) !== undefined) > 0.5,
  updatedAt: (column) => shareOf(column, (value) => instantOf(value) !== undefined) > 0.5,
  dueAt: (column) => shareOf(column, (value) => instantOf(value) !== undefined) > 0.5,
  closedAt: (column) => shareOf(column, (value) => instantOf(value) !== undefined) > 0.5,
  reporterEmail: (column) => shareOf(column, (value) => emailOf(value) !== '') > 0.5,
  ownerEmail: (column) => shareOf(column, (value) => emailOf(value) !== '') > 0.5,
  severity: (column) => shareOf(column, (value) => severityOf(value) !== undefined) > 0.3,
  title: (column) => shareOf(column, looksNumeric) < 0.5,
  url: (column) => shareOf(column, (value) => /^https?:/i.test(value)) > 0.5,
}

const byName = (columns: readonly Column[]): Map<CsvTarget, Column> => {
  const found = new Map<CsvTarget, Column>()
  const scored = csvTargets.flatMap((target) =>
    columns.map((column) => ({ target, column, score: nameScore(column.words, columnWords[target]) })),
  )
  const used = new Set<Column>()
  for (const { target, column, score } of scored.toSorted((a, b) => b.score - a.score)) {
    if (score === 0) break
    const suits = column.values.length === 0 || (fits[target]?.(column) ?? true)
    if (found.has(target) || used.has(column) || !suits) continue
    found.set(target, column)
    used.add(column)
  }
  return found
}

/** A customer named beside an e-mail address of theirs is a person who writes, not a company. */
const personNotCompany = (found: Map<CsvTarget, Column>): void => {
  const customer = found.get('customer')
  const email = found.get('reporterEmail')
  if (customer?.words !== 'customer name' || email?.words !== 'customer email' || found.has('reporter'))
    return
  found.delete('customer')
  found.set('reporter', customer)
}

/** Words of a column that may say when a case began; any other date may be that of anything. */
const opening = /\b(?:creat\w*|open\w*|report\w*|submi\w*|receiv\w*|rais\w*|logg?ed|start\w*)\b/

/** What no name told is told by the values: where the texts are, and what looks like an identifier. */
const byValues = (columns: readonly Column[], found: Map<CsvTarget, Column>): void => {
  const used = new Set(found.values())
  const free = columns.filter((column) => !used.has(column) && column.values.length > 0)
  const take = (target: CsvTarget, column: Column | undefined) => {
    if (!column || found.has(target)) return
    found.set(target, column)
    free.splice(free.indexOf(column), 1)
  }
  const texts = free
    .filter((column) => shareOf(column, (value) => looksNumeric(value) || looksDated(value)) < 0.2)
    .toSorted((a, b) => averageLength(b) - averageLength(a))
  const long = texts.find((column) => averageLength(column) > 100)
  const distinct = (column: Column) => new Set(column.values).size
  const short = texts.filter((column) => averageLength(column) <= 200 && column !== long)
  const wordy = short.filter((column) => shareOf(column, (value) => value.includes(' ')) > 0.3)
  take('title', wordy.toSorted((a, b) => distinct(b) - distinct(a))[0] ?? short[0] ?? long)
  if (long && free.includes(long)) take('description', long)
  const coded = (column: Column) => shareOf(column, (value) => /^[A-Za-z]{0,10}[-_#]?\d+$/.test(value)) > 0.95
  take(
    'externalId',
    free.find((column) => coded(column) && distinct(column) === column.values.length),
  )
  take(
    'createdAt',
    free.find((column) => opening.test(column.words) && shareOf(column, looksDated) > 0.8),
  )
}

const translations: Partial<Record<CsvTarget, (value: string) => string | number | undefined>> = {
  status: statusOf,
  severity: severityOf,
  kind: kindOf,
}

const translate = (found: Map<CsvTarget, Column>): CsvMapping['values'] => {
  const values: CsvMapping['values'] = {}
  for (const [target, meaning] of Object.entries(translations)) {
    const column = found.get(target as CsvTarget)
    if (!column) continue
    const distinct = [...new Set(column.values)].slice(0, maxValues)
    const known = distinct
      .map((value) => [value, meaning(value)] as const)
      .filter(([, one]) => one !== undefined)
    values[target] = Object.fromEntries(known.map(([value, one]) => [value, String(one)]))
  }
  return values
}

/** Guesses which column fills which field, from the names of the columns and from rows of the file. */
export const guessMapping = (columns: readonly string[], rows: readonly string[][]): CsvMapping => {
  const all = columns.map((name, index): Column => {
    const values = rows.map((row) => (row[index] ?? '').trim()).filter((value) => value !== '')
    return { name, words: words(name), values }
  })
  const found = byName(all)
  personNotCompany(found)
  byValues(all, found)
  const pairs = csvTargets.flatMap((target) => {
    const column = found.get(target)
    return column ? [[target, column.name]] : []
  })
  return { columns: Object.fromEntries(pairs), values: translate(found) }
}
