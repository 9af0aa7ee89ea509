import type { WritableDatabase } from '../database/database.ts'

/** What is kept aside for a row that left its stream: where it may be read, it comes from another one before the end. */
export const left = 'left'

interface Aside {
  kind: string
  id: string
  /** The stream that it came by. */
  key: number
  ver: number
  /** As JSON; null where the row is gone. */
  body: string | null
}

/** Keeps what the service told of a row that cannot be shown yet: the newest version, and that rather than that it left. */
export const keepAside = (db: WritableDatabase, { kind, id, key, ver, body }: Aside): void =>
  void db.run(
    `insert into set_aside (kind, id, stream_key, ver, body) values (@kind, @id, @key, @ver, @body)
     on conflict (kind, id) do update set stream_key = @key, ver = @ver, body = @body
     where ver < @ver or (ver = @ver and body = '"${left}"')`,
    { kind, id, key, ver, body },
  )

/** Takes what was kept aside out; answers whether it was still there. */
export const takeAside = (db: WritableDatabase, { kind, id, ver, body }: Omit<Aside, 'key'>): boolean =>
  db.run('delete from set_aside where kind = ? and id = ? and ver = ? and body is ?', [kind, id, ver, body])
    .changes > 0
