import { z } from 'zod'
import type { ReadableDatabase, WritableDatabase } from '../database/database.ts'

/** What a bench remembers of its connection; secrets are kept elsewhere. */
const connection = z.object({
  url: z.string(),
  organisation: z.string(),
  /** The account at the service, and this device's number there. */
  accountId: z.string(),
  deviceId: z.string(),
  /** The service that the cursors are of; null before the first answer. */
  epoch: z.string().nullable(),
  /** The digest of the list of streams that may be read. */
  grants: z.string().nullable(),
  /** The last operation whose outcome was pulled. */
  acked: z.int(),
  /** Whether everything was pulled once. */
  complete: z.boolean(),
  syncedAt: z.int().nullable(),
  paused: z.boolean(),
})
export type Connection = z.output<typeof connection>

const name = 'sync'

/** The connection of this bench; null while it has none. */
export const connectionOf = (db: ReadableDatabase): Connection | null => {
  const value = db.value<string>('select value from meta where name = ?', [name])
  return value === undefined ? null : connection.parse(JSON.parse(value))
}

export const putConnection = (db: WritableDatabase, value: Connection): void =>
  void db.run(
    'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    [name, JSON.stringify(value)],
  )

export const dropConnection = (db: WritableDatabase): void =>
  void db.run('delete from meta where name = ?', [name])
