import type { RowName } from '../../shared/sync/coherent.ts'
import { type Row, type RowKind, rowKey, rowsBy } from '../../shared/sync/overlay.ts'
import type { Rows } from '../../shared/sync/rows.ts'
import type { Sql } from '../database/sql.ts'

/** A row as it is stored, with its place and version. */
export interface StoredRow {
  kind: RowKind
  id: string
  stream: string
  ver: number
  body: string | null
  writers: Record<string, string>
}

const byName = `
select r.kind, r.id, r.stream, r.ver, r.body, r.writers from rows r
join unnest($1::text[], $2::uuid[]) as n (kind, id) on n.kind = r.kind and n.id = r.id`

const named = (names: readonly RowName[]) => [names.map(({ kind }) => kind), names.map(({ id }) => id)]

/** Rows by their names, as they are at this moment. */
export const readRows = (sql: Sql, names: readonly RowName[]): Promise<StoredRow[]> =>
  names.length === 0
    ? Promise.resolve([])
    : sql.query<StoredRow>(byName, named(names), { prepared: 'rows-read' })

/** Rows by their names, held until the transaction ends. All are taken in one order, so that no two wait for each other. */
export const lockRows = (sql: Sql, names: readonly RowName[]): Promise<StoredRow[]> =>
  names.length === 0
    ? Promise.resolve([])
    : sql.query<StoredRow>(`${byName} order by r.kind, r.id for update of r`, named(names), {
        prepared: 'rows-lock',
      })

/** Names without those that are there twice. */
export const distinct = (names: readonly RowName[]): RowName[] => [
  ...new Map(names.map((name) => [rowKey(name.kind, name.id), name])).values(),
]

/** Stored rows as reducers see them. */
export const rowsAmong = (stored: Iterable<StoredRow>): Rows => {
  const bodies = new Map<string, Row['body']>()
  for (const { kind, id, body } of stored) if (body !== null) bodies.set(rowKey(kind, id), JSON.parse(body))
  return rowsBy((kind, id) => bodies.get(rowKey(kind, id)))
}
