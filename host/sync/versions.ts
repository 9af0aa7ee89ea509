import type { Row, RowKind } from '../../shared/sync/overlay.ts'
import { rowKinds } from '../../shared/sync/overlay.ts'
import type { ReadableDatabase, WritableDatabase } from '../database/database.ts'

/** The tables that hold synced rows. */
const tables = {
  case: 'cases',
  event: 'events',
  link: 'links',
  patch: 'patches',
  customer: 'customers',
  person: 'people',
  conflict: 'conflicts',
} as const satisfies Record<RowKind, string>

/** Kinds whose rows say themselves in which stream they are; others are where their case is. */
const placed: ReadonlySet<string> = new Set(['case', 'customer', 'person', 'conflict'])

export const isRowKind = (kind: string): kind is RowKind => (rowKinds as readonly string[]).includes(kind)

/**
 * The version of rows that came before the service was restored from a backup: what it had then, to be shown until it
 * tells of them again, and older than whatever it will tell.
 */
export const earlierPast = -1

/** The service's version of a row as it stands in its table; 0 for one the service has not, undefined for none. */
export const storedVersion = (db: ReadableDatabase, kind: RowKind, id: string): number | undefined =>
  db.value<number>(`select ver from ${tables[kind]} where id = ?`, [id])

export interface Placed {
  ver: number
  streamKey: number | null
}

/** Notes which version of the service's a row now is, and where it came from. */
export const noteVersion = (
  db: WritableDatabase,
  { kind, id }: Pick<Row, 'kind' | 'id'>,
  { ver, streamKey }: Placed,
): void => {
  if (placed.has(kind))
    db.run(`update ${tables[kind]} set ver = ?, stream_key = ? where id = ?`, [ver, streamKey, id])
  else db.run(`update ${tables[kind]} set ver = ? where id = ?`, [ver, id])
}

/** What the service has of a row while pending changes lie above it. */
export interface Shadow extends Placed {
  body: string | null
}

export const shadowOf = (db: ReadableDatabase, kind: RowKind, id: string): Shadow | undefined =>
  db.get<Shadow>('select body, ver, stream_key as streamKey from shadows where kind = ? and id = ?', [
    kind,
    id,
  ])

export const streamKeyOf = (db: ReadableDatabase, kind: RowKind, id: string): number | null =>
  placed.has(kind)
    ? (db.value<number | null>(`select stream_key from ${tables[kind]} where id = ?`, [id]) ?? null)
    : null

export const keepShadow = (
  db: WritableDatabase,
  { kind, id, scope }: { kind: RowKind; id: string; scope: string },
  { body, ver, streamKey }: Shadow,
): void =>
  void db.run(
    `insert into shadows (kind, id, scope, body, ver, stream_key) values (@kind, @id, @scope, @body, @ver, @streamKey)
     on conflict (kind, id) do update set body = @body, ver = @ver, stream_key = @streamKey`,
    { kind, id, scope, body, ver, streamKey },
  )

/** A row that the service had before it was restored, and that it refused since, is only this bench's again. */
export const makeOwn = (db: WritableDatabase, { kind, id }: Pick<Row, 'kind' | 'id'>): void => {
  db.run(`update ${tables[kind]} set ver = 0 where id = ? and ver = ${earlierPast}`, [id])
  db.run(`delete from shadows where kind = ? and id = ? and ver = ${earlierPast}`, [kind, id])
}
