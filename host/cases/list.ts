import type { CaseRow, ListInput } from '../../shared/contract/cases.ts'
import { BenchError } from '../../shared/contract/error.ts'
import { ranker } from '../../shared/domain/search-text/rank.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Read } from '../database/procedure.ts'
import { idOf } from './detail.ts'
import { countFound, findRecent, foundIn, meantAmong } from './find.ts'
import { rowsAt } from './row.ts'
import { planOf, type SearchPlan } from './search-plan.ts'

/** One page of the cases that a query finds. Throws `invalid-query`. */
export const listCases: Read<ListInput, { rows: CaseRow[] }> = (db, input) => {
  const plan = planOf(db, input.query, input.typing)
  const recencies = recenciesOf(db, plan, input)
  return { rows: rowsAt(db, recencies, input.snippets ? plan.terms : []) }
}

/** How many cases a query finds; an estimate where that is enough and a count would take long. Throws `invalid-query`. */
export const countCases: Read<
  { query: string; typing: boolean; exact: boolean },
  { total: number; exact: boolean }
> = (db, { query, typing, exact }) => countFound(db, planOf(db, query, typing), exact)

/** Counts of several queries; one that cannot be read counts 0, since a saved view may hold an old word. */
export const countMany: Read<{ queries: string[]; typing: boolean }, { totals: number[] }> = (
  db,
  { queries, typing },
) => ({
  totals: queries.map((query) => {
    try {
      return countFound(db, planOf(db, query, typing), false).total
    } catch (error) {
      if (error instanceof BenchError) return 0
      throw error
    }
  }),
})

const recenciesOf = (db: ReadableDatabase, plan: SearchPlan, input: ListInput): number[] => {
  const descending = input.descending ?? descendingByNature[input.sort]
  const range = { offset: input.offset, limit: input.limit, descending }
  if (input.limit === 0) return []
  if (input.sort === 'best' && plan.titleMatch && plan.someTitleMatch) return bestFirst(db, plan, input)
  if (input.sort !== 'best' && input.sort !== 'updated')
    return sortedBy(db, plan, { ...range, sort: input.sort })
  if (!plan.everything) return findRecent(db, plan, range)
  return db
    .all<{ r: number }>(
      `select recency as r from cases where hidden = 0 order by recency ${descending ? 'desc' : 'asc'} limit ? offset ?`,
      [range.limit, range.offset],
    )
    .map(({ r }) => r)
}

type Sort = Exclude<ListInput['sort'], 'best' | 'updated'>

const descendingByNature: Record<ListInput['sort'], boolean> = {
  best: true,
  updated: true,
  created: true,
  severity: false,
  status: false,
  title: false,
  ref: true,
  customer: false,
  owner: false,
  due: false,
}

/** What each sort compares; `%` stands for the direction. Ties go to the one that changed last. */
const orders: Record<Sort, { join: string; by: string }> = {
  created: { join: '', by: 'c.created_at %' },
  severity: { join: '', by: 'c.severity %, c.recency desc' },
  status: {
    join: '',
    by: "case c.status when 'new' then 0 when 'open' then 1 when 'waiting' then 2 when 'solved' then 3 else 4 end %, c.recency desc",
  },
  title: { join: '', by: 'c.title collate nocase %' },
  ref: { join: '', by: 'c.key %' },
  customer: {
    join: 'left join customers k on k.key = c.customer_key',
    by: 'k.name is null, k.name %, c.recency desc',
  },
  owner: {
    join: 'left join people k on k.key = c.owner_key',
    by: 'k.name is null, k.name %, c.recency desc',
  },
  due: { join: '', by: 'c.due_at is null, c.due_at %, c.recency desc' },
}

const sortedBy = (
  db: ReadableDatabase,
  plan: SearchPlan,
  { sort, offset, limit, descending }: { sort: Sort; offset: number; limit: number; descending: boolean },
): number[] => {
  const { join, by } = orders[sort]
  const order = by.replace('%', descending ? 'desc' : 'asc')
  const found = plan.everything ? { sql: '', parameters: [] } : foundIn(plan)
  const where = plan.everything ? 'c.hidden = 0' : `c.recency in (${found.sql})`
  const sql = `select c.recency as r from cases c ${join} where ${where} order by ${order}`
  if (!plan.check)
    return db
      .all<{ r: number }>(`${sql} limit ? offset ?`, [...found.parameters, limit, offset])
      .map(({ r }) => r)
  return meantAmong(db, plan, { rows: db.iterate<{ r: number }>(sql, found.parameters), offset, limit })
}

/** The newest hits in titles, which are ordered among themselves by how well the title fits. */
const rankedAtMost = 200

/**
 * The most telling first: the case whose reference was typed, then titles with the words as typed, with all of them,
 * with some, then the rest; newest first in each.
 */
const bestFirst = (db: ReadableDatabase, plan: SearchPlan, { query, offset, limit }: ListInput): number[] => {
  const wanted = offset + limit
  const found = new Set<number>()
  const exact = idOf(db, query.trim())
  const recency = exact && db.value<number>('select recency from cases where id = ? and hidden = 0', [exact])
  if (recency) found.add(recency)
  for (const one of ranked(db, plan)) found.add(one)
  for (const match of [plan.titleMatch, plan.someTitleMatch, plan.match]) {
    if (found.size >= wanted || !match) break
    const range = { offset: 0, limit: wanted + found.size, descending: true }
    for (const one of findRecent(db, plan, range, match)) found.add(one)
  }
  return [...found].slice(offset, wanted)
}

const ranked = (db: ReadableDatabase, plan: SearchPlan): number[] => {
  if (!plan.titleMatch) return []
  const newest = findRecent(db, plan, { offset: 0, limit: rankedAtMost, descending: true }, plan.titleMatch)
  const rank = ranker(plan.terms)
  return newest
    .flatMap((recency) => {
      const row = db.get<{ ref: string; title: string; updatedAt: number }>(
        'select ref, title, updated_at as updatedAt from cases where recency = ?',
        [recency],
      )
      return row ? [{ recency, rank: rank(row) }] : []
    })
    .sort((one, other) => other.rank - one.rank)
    .map(({ recency }) => recency)
}
