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

/** The part of a statement that names what a plan finds; `r` is the recency. */
const matching = (plan: SearchPlan, match = plan.match): Matching => {
  const { sql, parameters } = dateSql(plan.dates, columns)
  const bounds: string[] = []
  const values: Value[] = [match]
  if (plan.rowid.min !== null) {
    bounds.push('s.rowid >= ?')
    values.push(plan.rowid.min)
  }
  if (plan.rowid.max !== null) {
    bounds.push('s.rowid <= ?')
    values.push(plan.rowid.max)
  }
  const join = sql ? 'cross join cases c on c.recency = s.rowid' : ''
  const where = ['search match ?', ...bounds, ...(sql ? [sql] : [])].join(' and ')
  return { from: `from search s ${join} where ${where}`, parameters: [...values, ...parameters] }
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
  const { from, parameters } = matching(plan, match)
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
  const limit = exact ? candidates : Math.min(candidates, sampled)
  const rows = db.iterate<{ r: number }>(`select s.rowid as r ${from} order by s.rowid desc limit ?`, [
    ...parameters,
    limit,
  ])
  let meant = 0
  for (const { r } of rows) if (isMeant(db, plan, r)) meant += 1
  return { total: limit === 0 ? 0 : Math.round((meant / limit) * candidates), exact: limit === candidates }
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
