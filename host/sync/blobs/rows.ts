import type { ReadableDatabase } from '../../database/database.ts'
import type { Done, Read, Write } from '../../database/procedure.ts'
import { reindex } from '../../operations/search-index.ts'
import type { Allowance, Outcome } from './decide.ts'
import type { Direction, Transfer } from './transfer.ts'

export interface Row extends Omit<Transfer, 'pinned' | 'confirmed' | 'paused'> {
  pinned: number
  confirmed: number
  paused: number
}

/** What a transfer is read from. */
export const transferColumns = [
  ...['sha256', 'direction', 'bytes', 'done', 'state', 'error', 'tries', 'next_try_at as nextTryAt'],
  ...['pinned', 'confirmed', 'paused'],
]

const columns = transferColumns.join(', ')

export const transferOf = ({ pinned, confirmed, paused, ...row }: Row): Transfer => ({
  ...row,
  pinned: pinned === 1,
  confirmed: confirmed === 1,
  paused: paused === 1,
})

export const getTransfer: Read<{ sha256: string }, Transfer | null> = (db, { sha256 }) => {
  const row = db.get<Row>(`select ${columns} from transfers where sha256 = ?`, [sha256])
  return row ? transferOf(row) : null
}

const openOf = `from transfers where state = 'pending' and direction = @direction and paused = 0
  and coalesce(bytes, 0) <= iif(confirmed, @confirmed, @unconfirmed)`

/** Pending transfers of one direction that may go now, in the order of their turn, and when the next one may. */
export const dueTransfers: Read<
  Allowance & { direction: Direction; now: number; limit: number },
  { due: Transfer[]; nextAt: number | null }
> = (db, { direction, now, limit, ...allowed }) => ({
  due: db
    .all<Row>(
      `select ${columns} ${openOf} and next_try_at <= @now order by bytes > 67108864, key limit @limit`,
      { direction, now, limit, ...allowed },
    )
    .map(transferOf),
  nextAt:
    db.value<number>(`select min(next_try_at) ${openOf} and next_try_at > @now`, {
      direction,
      now,
      ...allowed,
    }) ?? null,
})

export interface TransferCounts {
  /** Files and bytes that wait or move. */
  up: { files: number; bytes: number }
  down: { files: number; bytes: number }
  /** Of those, files that wait for a person's yes. */
  asking: number
  failed: number
}

/** How much is not over; `allowed` are the sizes that need no yes. */
export const countTransfers: Read<{ allowed: Allowance }, TransferCounts> = (db, { allowed }) => {
  const open = (direction: Direction) =>
    db.get<{ files: number; bytes: number }>(
      `select count(*) as files, coalesce(sum(bytes - done), 0) as bytes from transfers
       where state in ('pending', 'moving') and direction = ?`,
      [direction],
    ) ?? { files: 0, bytes: 0 }
  return {
    up: open('up'),
    down: open('down'),
    asking:
      db.value<number>(
        `select count(*) from transfers where state = 'pending' and paused = 0
           and coalesce(bytes, 0) > iif(confirmed, @confirmed, @unconfirmed)`,
        { ...allowed },
      ) ?? 0,
    failed: db.value<number>("select count(*) from transfers where state = 'failed'") ?? 0,
  }
}

/** What a crash left as moving waits for its turn again. */
export const resumeTransfers: Write<object, Done> = ({ db, touch }) => {
  db.run("update transfers set state = 'pending' where state = 'moving'")
  touch('transfers')
  return {}
}

export const beginTransfer: Write<{ sha256: string; bytes: number | null }, Done> = (
  { db, touch },
  { sha256, bytes },
) => {
  db.run("update transfers set state = 'moving', bytes = coalesce(bytes, ?) where sha256 = ?", [
    bytes,
    sha256,
  ])
  touch('transfers')
  return {}
}

export const noteProgress: Write<{ sha256: string; done: number }, Done> = ({ db }, { sha256, done }) => {
  db.run('update transfers set done = ? where sha256 = ?', [done, sha256])
  return {}
}

export const endTransfer: Write<{ sha256: string } & Outcome, Done> = (
  { db, touch },
  { sha256, ...outcome },
) => {
  db.run(
    'update transfers set state = @state, error = @error, tries = @tries, next_try_at = @nextTryAt where sha256 = @sha256',
    { sha256, ...outcome },
  )
  touch('transfers')
  return {}
}

/** The service has hashed what this bench sent. */
export const verifyUpload: Write<{ sha256: string }, Done> = ({ db, touch }, { sha256 }) => {
  db.run(
    "update transfers set state = 'verified', done = coalesce(bytes, 0), error = null, tries = 0 where sha256 = ?",
    [sha256],
  )
  touch('transfers')
  return {}
}

/** Names bytes that came down and were found to be right, and lets search find cases by them. */
export const keepDownload: Write<{ sha256: string; bytes: number; text: string | null }, Done> = (
  { db, now, touch },
  { sha256, bytes, text },
) => {
  db.run('insert or ignore into blobs (sha256, bytes, stored_at, text) values (?, ?, ?, ?)', [
    ...[sha256, bytes, now(), text],
  ])
  db.run(
    "update transfers set state = 'verified', bytes = @bytes, done = @bytes, error = null, tries = 0 where sha256 = @sha256",
    { sha256, bytes },
  )
  const cases = casesOf(db, sha256)
  if (text !== null) reindex(db, new Map(cases.map(({ id, recency }) => [id, recency])))
  for (const { id } of cases) touch(`case:${id}`)
  touch('transfers')
  return {}
}

const casesOf = (db: ReadableDatabase, sha256: string) =>
  db.all<{ id: string; recency: number }>(
    `select distinct c.id, c.recency from attachments a join cases c on c.key = a.case_key
     where a.sha256 = ? limit 1000`,
    [sha256],
  )

/** A name of a file, for what depends on its ending. */
export const nameOfBlob: Read<{ sha256: string }, string | null> = (db, { sha256 }) =>
  db.value<string>('select name from attachments where sha256 = ? limit 1', [sha256]) ?? null
