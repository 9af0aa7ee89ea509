import { z } from 'zod'
import { type Receipt, receipt, receiptsAtMost } from '../../shared/sync/protocol.ts'
import type { WritableDatabase } from '../database/database.ts'
import type { Read, Write } from '../database/procedure.ts'
import type { Database } from '../database/threads.ts'
import type { Endpoint } from './transport.ts'

const name = 'receipts'
const noted = z.array(receipt)

/** What this bench removed and has not told yet. */
export const receiptsToTell: Read<object, Receipt[]> = (db) => {
  const value = db.value<string>('select value from meta where name = ?', [name])
  return value === undefined ? [] : noted.parse(JSON.parse(value))
}

const keep = (db: WritableDatabase, receipts: readonly Receipt[]): void => {
  if (receipts.length === 0) db.run('delete from meta where name = ?', [name])
  else
    db.run('insert or replace into meta (name, value) values (?, ?)', [
      name,
      JSON.stringify(receipts.slice(-receiptsAtMost)),
    ])
}

/** Notes, in the transaction that removes rows, what is to be told once they are off the disk too. */
export const noteReceipt = (db: WritableDatabase, made: Receipt): void => {
  const all = receiptsToTell(db, {})
  const before = all.find(({ stream, upTo }) => stream === made.stream && upTo !== undefined)
  const [cases, rows] = [made.cases + (before?.cases ?? 0), made.rows + (before?.rows ?? 0)]
  keep(db, [...all.filter(({ stream }) => stream !== made.stream), { ...made, cases, rows }])
}

/** A stream that comes again is held again: what was removed before is no longer worth telling. */
export const dropReceipt = (db: WritableDatabase, stream: string): void => {
  const all = receiptsToTell(db, {})
  const left = all.filter((one) => one.stream !== stream)
  if (left.length < all.length) keep(db, left)
}

export const forgetReceipts: Write<{ told: Receipt[] }, Record<string, never>> = ({ db }, { told }) => {
  const done = new Set(told.map((one) => JSON.stringify(one)))
  keep(
    db,
    receiptsToTell(db, {}).filter((one) => !done.has(JSON.stringify(one))),
  )
  return {}
}

const patienceMs = 30_000

/**
 * Tells the service what was removed here. It is no part of the exchange: what could not be told is told after the next
 * one, and a service that does not know receipts yet gets none.
 */
export const tellReceipts = async ({
  database,
  endpoint,
}: {
  database: Database
  endpoint(): Promise<Endpoint>
}): Promise<void> => {
  const told = await database.read(receiptsToTell, {})
  if (told.length === 0) return
  const { url, token } = await endpoint()
  const response = await fetch(`${url}/v1/sync/receipts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ receipts: told }),
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => null)
  await response?.body?.cancel()
  if (response?.ok || response?.status === 404) await database.write(forgetReceipts, { told })
}
