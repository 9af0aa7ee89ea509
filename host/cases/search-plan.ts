import { BenchError } from '../../shared/contract/error.ts'
import { demands, type Name, type Query } from '../../shared/domain/query/ast.ts'
import { parseQuery } from '../../shared/domain/query/parse.ts'
import { type FtsQuery, ftsQuery } from '../../shared/domain/search-text/fts-query.ts'
import type { Resolve } from '../../shared/domain/search-text/leaf.ts'
import type { ReadableDatabase } from '../database/database.ts'
import { containing } from '../desk/page.ts'
import { myId } from './me.ts'

/** Customers or people that one name may stand for; more than these is no name any more. */
const keysAtMost = 200

export interface SearchPlan extends FtsQuery {
  /** Whether the query asks for nothing in particular, so that plain indexes answer it. */
  everything: boolean
  /** LIKE patterns of phrases that are still being typed: what they find in ASCII texts holds each of them, and more. */
  likes: string[]
}

/** Compiles a query against what this bench knows. Throws `invalid-query` with the place in the text. */
export const planOf = (db: ReadableDatabase, text: string, typing: boolean): SearchPlan => {
  const parsed = parseQuery(text, { typing })
  if (!parsed.ok) {
    const { message, start, end } = parsed.error
    throw new BenchError('invalid-query', message, { start, end })
  }
  const { query } = parsed
  return {
    ...ftsQuery(query, resolveOf(db)),
    everything: query.kind === 'and' && query.items.length === 0,
    likes: demands(query).flatMap(likeOf),
  }
}

/** The words of a phrase in their order; none for what an index knows, or LIKE cannot fold. */
const likeOf = (query: Query): string[] => {
  if (query.kind !== 'text' || !query.prefix || !/^[\x20-\x7e]*$/.test(query.text)) return []
  const words = query.text.split(/[^A-Za-z0-9]+/).filter(Boolean)
  return words.length < 2 ? [] : [`%${words.join('%')}%`]
}

const resolveOf = (db: ReadableDatabase): Resolve => {
  const me = myId(db)
  return {
    now: Date.now(),
    startOfDay: (year, month, day) => new Date(year, month - 1, day).getTime(),
    me: (me && db.value<number>('select key from people where id = ?', [me])) || null,
    customers: ({ name }: Name) => keysOf(db, 'customers', ['name'], name),
    people: ({ name }: Name) => keysOf(db, 'people', ['name', 'email', 'handles'], name),
  }
}

/** Whoever has exactly this name, else all whose name (or address, or handle) contains it. */
const keysOf = (
  db: ReadableDatabase,
  table: 'customers' | 'people',
  columns: string[],
  name: string,
): number[] => {
  const exact = db.all<{ key: number }>(`select key from ${table} where name = ?`, [name])
  if (exact.length > 0) return exact.map(({ key }) => key)
  const like = columns.map((column) => `${column} like @like escape '\\'`).join(' or ')
  return db
    .all<{ key: number }>(`select key from ${table} where ${like} limit @limit`, {
      like: containing(name),
      limit: keysAtMost,
    })
    .map(({ key }) => key)
}
