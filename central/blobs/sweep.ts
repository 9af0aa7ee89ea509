import type { Database, Sql, Transaction } from '../database/sql.ts'
import { abandon } from './rows.ts'
import type { BlobStore, Place } from './store.ts'

/** Milliseconds after which bytes that no row names are removed. */
export const unnamedFor = 7 * 24 * 60 * 60 * 1000

/** Blobs or uploads of one round; the next round takes the rest. */
const batch = 500

/** Milliseconds for which leavings wait, so that a reader who has just found the place can end. */
const leftFor = 60 * 60 * 1000

export interface SweepOptions {
  database: Database
  store: BlobStore
  /** Milliseconds since the epoch. */
  now(): number
}

export interface Swept {
  uploads: number
  blobs: number
  removed: number
}

/**
 * One round of removing what nobody needs: uploads not continued and blobs not named for seven days, and bytes that are
 * left over. Any number of processes may sweep at once.
 */
export const sweepBlobs = async (options: SweepOptions): Promise<Swept> => {
  const { database, now } = options
  const before = new Date(now() - unnamedFor)
  const at = new Date(now())
  await database.query(
    `update blobs set named = true where sha256 in (
       select b.sha256 from blobs b where not b.named and exists (select 1 from blob_names n where n.sha256 = b.sha256)
       limit $1)`,
    [batch],
  )
  const stale = await database.query<{ id: string }>(
    'select id from blob_uploads where touched_at < $1 order by touched_at limit $2',
    [before, batch],
  )
  let uploads = 0
  for (const { id } of stale) if (await database.transaction((tx) => abandon(tx, id, at))) uploads += 1
  const old = await database.query<{ sha256: string }>(
    'select sha256 from blobs where not named and verified_at < $1 order by verified_at limit $2',
    [before, batch],
  )
  let blobs = 0
  for (const { sha256 } of old) if (await removeUnnamed(database, sha256, at)) blobs += 1
  return { uploads, blobs, removed: await removeLeavings(options) }
}

/** A row may name the blob at this very moment; the statement looks again. */
const removeUnnamed = async (database: Database, sha256: string, at: Date): Promise<boolean> =>
  database.transaction((tx) => leaveUnnamed(tx, sha256, at))

/** Leaves a blob to the sweep unless a row names it. */
export const leaveUnnamed = async (tx: Transaction, sha256: string, at: Date): Promise<boolean> => {
  await tx.query('select 1 from blobs where sha256 = $1 for update', [sha256])
  return leave(
    tx,
    'delete from blobs b where sha256 = $1 and not exists (select 1 from blob_names n where n.sha256 = b.sha256)',
    [sha256, at],
  )
}

const leave = async (sql: Sql, removal: string, [sha256, at]: [string, Date]): Promise<boolean> => {
  const left = await sql.query(
    `with gone as (${removal} returning place)
     insert into blob_leavings (place, handle, left_at) select place, '', $2 from gone returning place`,
    [sha256, at],
  )
  return left.length > 0
}

/** Removes a blob whoever names it, for an erasure. Its bytes are gone from the store when this answers. */
export const eraseBlob = async ({ database, store, now }: SweepOptions, sha256: string): Promise<void> => {
  const at = new Date(now())
  await database.transaction(async (tx) => {
    const uploads = await tx.query<{ id: string }>('select id from blob_uploads where sha256 = $1', [sha256])
    for (const { id } of uploads) await abandon(tx, id, at)
    await leave(tx, 'delete from blobs where sha256 = $1', [sha256, at])
  })
  const places = await database.query<Leaving>(
    `select place, handle from blob_leavings where place like $1 || '.%'`,
    [`${sha256.slice(0, 2)}/${sha256}`],
  )
  await removeAll({ database, store }, places)
}

interface Leaving {
  place: Place
  handle: string
}

const removeLeavings = async ({ database, store, now }: SweepOptions): Promise<number> =>
  removeAll(
    { database, store },
    await database.query<Leaving>(
      'select place, handle from blob_leavings where left_at < $1 order by left_at limit $2',
      [new Date(now() - leftFor), batch],
    ),
  )

const removeAll = async (
  { database, store }: Pick<SweepOptions, 'database' | 'store'>,
  leavings: readonly Leaving[],
): Promise<number> => {
  for (const { place, handle } of leavings) {
    await store.remove(place, handle)
    await database.query('delete from blob_leavings where place = $1', [place])
  }
  return leavings.length
}
