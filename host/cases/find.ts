import type { CaseFacts } from '../../shared/domain/search-text/facts.ts'
import { dateSql } from '../../shared/domain/search-text/fts-query.ts'
import type { Candidate } from '../../shared/domain/search-text/verify.ts'
import type { ReadableDatabase, Value } from '../database/database.ts'
import { factsOf, type IndexedRow, selectIndexed, textsOf } from '../operations/indexed-case.ts'
import type { SearchPlan } from './search-plan.ts'

const columns = { updated: 'c.updated_at', created: 'c.created_at', due: 'c.due_at' } as const

interface Matching {
  from: string
  parameters: Value[]
}

/** A text with more than ASCII, whose letters LIKE does not fold, is looked at in full. */
const foreign = (column: string) => `octet_length(${column}) != length(${column})`
const holds = (column: string) => `${column} like ? or ${foreign(column)}`

/** Whether any text of a case may hold a phrase, asked of SQLite so that few candidates are read in full. */
const mayHold = `(
  c.ref || ' ' || ${holds('c.title')} or ${holds('c.description')} or ${holds('c.resolution')} or c.origin_id like ?
  or exists (select 1 from events e where e.case_key = c.key and (${holds('e.body')}))
  or exists (select 1 from attachments a left join blobs b on b.sha256 = a.sha256
    where a.case_key = c.key and (${holds('a.name')} or ${holds('b.text')})))`

const mayHoldOf = (like: string): string[] =>
  Array.from({ length: mayHold.split('?').length - 1 }, () => like)

/** The part of a statement that names what a plan finds, `sifted` by the words of its phrases. */
const matching = (plan: SearchPlan, { match = plan.match, sifted = false } = {}): Matching => {
  const dates = dateSql(plan.dates, columns)
  const likes = sifted ? plan.likes : []
  const sql = [dates.sql, ...likes.map(() => mayHold)].filter(Boolean).join(' and ')
  const parameters = [...dates.parameters, ...likes.flatMap(mayHoldOf)]
  const bounds: string[] = []
  const values: Value[] = []
  const { phraseMatch } = plan
  // The index of phrases knows every word and no prefixes; beside one it only says which cases have the phrases.
  const index = phraseMatch === null || plan.prefixes ? 'search' : 'phrases'
  values.push(index === 'search' ? match : `(${match}) AND (${phraseMatch})`)
  if (index === 'search' && phraseMatch !== null) {
    bounds.push('+s.rowid in (select rowid from phrases where phrases match ?)')
    values.push(phraseMatch)
  }
  if (plan.rowid.min !== null) {
    bounds.push('s.rowid >= ?')
    values.push(plan.rowid.min)
  }
  if (plan.rowid.max !== null) {
    bounds.push('s.rowid <= ?')
    values.push(plan.rowid.max)
  }
  const join = sql ? 'cross join cases c on c.recency = s.rowid' : ''
  const where = [`${index} match ?`, ...bounds, ...(sql ? [sql] : [])].join(' and ')
  return { from: `from ${index} s ${join} where ${where}`, parameters: [...values, ...parameters] }
}

export interface Range {
  offset: number
  limit: number
  descending: boolean
}

/** Recencies of what a plan finds, in order of recency; what the index cannot decide is looked at one by one. */
export const findRecent = (
  db: ReadableDatabase,
  plan: SearchPlan,
  range: Range,
  match = plan.match,
): number[] => {
  const direction = range.descending ? 'desc' : 'asc'
  const { from, parameters } = matching(plan, { match, sifted: plan.check !== null })
  if (!plan.check)
    return db
      .all<{ r: number }>(`select s.rowid as r ${from} order by s.rowid ${direction} limit ? offset ?`, [
        ...parameters,
        range.limit,
        range.offset,
      ])
      .map(({ r }) => r)
  const rows = db.iterate<{ r: number }>(
    `select s.rowid as r ${from} order by s.rowid ${direction}`,
    parameters,
  )
  return meantAmong(db, plan, { rows, ...range })
}

/** The part of `rows` from `offset` on that is really what the plan asks for; looks at no more rows than it needs. */
export const meantAmong = (
  db: ReadableDatabase,
  plan: SearchPlan,
  { rows, offset, limit }: { rows: Iterable<{ r: number }>; offset: number; limit: number },
): number[] => {
  const found: number[] = []
  let skip = offset
  for (const { r } of rows) {
    if (!isMeant(db, plan, r)) continue
    if (skip > 0) skip -= 1
    else if (found.push(r) >= limit) break
  }
  return found
}

/** Candidates that a quick count looks at; the rest is estimated from them. */
const sampled = 2000

/** How many cases a plan finds. Not `exact`, it looks at no more than a sample where the index alone cannot tell. */
export const countFound = (
  db: ReadableDatabase,
  plan: SearchPlan,
  exact: boolean,
): { total: number; exact: boolean } => {
  if (plan.everything)
    return { total: db.value<number>('select count(*) from cases where hidden = 0') ?? 0, exact: true }
  const { from, parameters } = matching(plan)
  const candidates = db.value<number>(`select count(*) ${from}`, parameters) ?? 0
  if (!plan.check) return { total: candidates, exact: true }
  if (!exact && candidates > sampled && plan.certainty === 'nearly')
    return { total: candidates, exact: false }
  const whole = exact || candidates <= sampled
  const last = whole
    ? null
    : db.value<number>(`select s.rowid ${from} order by s.rowid desc limit 1 offset ?`, [
        ...parameters,
        sampled - 1,
      ])
  const sifted = matching(plan, { sifted: true })
  const rows = db.iterate<{ r: number }>(
    `select s.rowid as r ${sifted.from} order by s.rowid desc`,
    sifted.parameters,
  )
  let meant = 0
  for (const { r } of rows) {
    if (typeof last === 'number' && r < last) break
    if (isMeant(db, plan, r)) meant += 1
  }
  return { total: whole ? meant : Math.round((meant / sampled) * candidates), exact: whole }
}

/** What a plan finds as a subquery of recencies, for sorting by a column. */
export const foundIn = (plan: SearchPlan): { sql: string; parameters: Value[] } => {
  const { from, parameters } = matching(plan)
  return { sql: `select s.rowid ${from}`, parameters }
}

const candidateOf = (db: ReadableDatabase, recency: number): Candidate => {
  const row = db.get<IndexedRow>(`${selectIndexed} where recency = ?`, [recency])
  if (!row) throw new Error(`The search index names a case (${recency}) that is not there`)
  return {
    title: row.title,
    ref: row.ref,
    texts: () => [row.description, ...textsOf(db, row).map(({ text }) => text)],
    facts: (): CaseFacts => factsOf(db, row),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    dueAt: row.due_at,
  }
}

/** Whether the case of this recency is really what the plan asks for. */
export const isMeant = (db: ReadableDatabase, plan: SearchPlan, recency: number): boolean =>
  !plan.check || plan.check(candidateOf(db, recency))
