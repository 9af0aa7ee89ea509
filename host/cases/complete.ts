import type { Completion } from '../../shared/contract/cases.ts'
import { completeAt, valueOption } from '../../shared/domain/query/complete.ts'
import type { Field } from '../../shared/domain/query/fields.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Read } from '../database/procedure.ts'

/** Names offered at once; a person who sees more types on. */
const namesAtMost = 20

/** Where the names behind a filter come from, with a hint each; `@like` is their beginning, or that of a later word. */
const sources: Partial<Record<Field, string>> = {
  customer: `select name, domain as hint from customers where name != '' and (name like @like escape '\\' or name like @later escape '\\')`,
  owner: `select name, email as hint from people where name != '' and (name like @like escape '\\' or name like @later escape '\\')`,
  reporter: `select name, email as hint from people where name != '' and (name like @like escape '\\' or name like @later escape '\\')`,
  component: `select name, kind as hint from components where name like @like escape '\\' group by name`,
  tag: `select distinct tag as name, '' as hint from tags where tag like @like escape '\\'`,
  source: `select distinct system as name, '' as hint from import_records where system like @like escape '\\'`,
}

/** What the text at the cursor of a query may go on to: filters, their values, and the names this bench knows. */
export const complete: Read<{ query: string; cursor: number }, { completions: Completion[] }> = (
  db,
  { query, cursor },
) => {
  const place = completeAt(query, Math.min(cursor, query.length))
  if (!place) return { completions: [] }
  if (place.kind === 'field') return { completions: place.options }
  const names = namesFor(db, place.field, place.prefix)
  return { completions: [...place.options, ...names.map(({ name, hint }) => valueOption(place, name, hint))] }
}

const namesFor = (db: ReadableDatabase, field: Field, prefix: string): { name: string; hint: string }[] => {
  const sql = sources[field]
  if (!sql) return []
  const escaped = prefix.replace(/[\\%_]/g, '\\$&')
  const parameters = {
    like: `${escaped}%`,
    limit: namesAtMost,
    ...(sql.includes('@later') ? { later: `% ${escaped}%` } : {}),
  }
  return db.all(`${sql} order by 1 limit @limit`, parameters)
}
