import { createHash, randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { blobPath } from '../../host/attachments/blob-store.ts'
import { createCase } from '../../host/cases/changes.ts'
import type { Write } from '../../host/database/procedure.ts'
import type { Database } from '../../host/database/threads.ts'
import { usualSettings } from '../../host/sync/blobs/transfer.ts'
import { type BlobTransfers, blobTransfers, type TransfersOptions } from '../../host/sync/blobs/transfers.ts'
import { blobTransport } from '../../host/sync/blobs/transport.ts'

const pieceBytes = 4 * 1024 * 1024

/** Writes so many random bytes as a blob of the store, a piece at a time, and answers their hash. */
export const writeBlob = (dataDir: string, bytes: number): string => {
  const hash = createHash('sha256')
  const piece = randomBytes(Math.min(pieceBytes, bytes))
  const temporary = join(dataDir, 'random')
  mkdirSync(dataDir, { recursive: true })
  const file = openSync(temporary, 'w')
  for (let at = 0; at < bytes; at += pieceBytes) {
    // Each piece differs from the others, so that parts in a wrong order are found out.
    if (piece.length >= 8) piece.writeDoubleLE(at)
    const part = piece.subarray(0, bytes - at)
    hash.update(part)
    writeSync(file, part)
  }
  closeSync(file)
  const sha256 = hash.digest('hex')
  const path = blobPath(dataDir, sha256)
  mkdirSync(dirname(path), { recursive: true })
  renameSync(temporary, path)
  return sha256
}

/** What a pull leaves behind: a row that names a file, whether or not the file is here. */
const attachRow: Write<{ caseId: string; sha256: string; bytes: number; name: string }, object> = (
  { db, newId, now },
  { caseId, sha256, bytes, name },
) => {
  const { lastInsertRowid } = db.run(
    `insert into events (id, case_key, kind, lane, at, body)
     select ?, key, 'attachment', 'internal', ?, '' from cases where id = ?`,
    [newId(), now(), caseId],
  )
  db.run(
    `insert into attachments (event_key, position, case_key, name, bytes, sha256, media_type)
     select ?, 0, case_key, ?, ?, ?, 'application/octet-stream' from events where key = ?`,
    [lastInsertRowid, name, bytes, sha256, lastInsertRowid],
  )
  return {}
}

const storeRow: Write<{ sha256: string; bytes: number }, object> = ({ db, now }, { sha256, bytes }) => {
  db.run('insert into blobs (sha256, bytes, stored_at) values (?, ?, ?)', [sha256, bytes, now()])
  return {}
}

/** Puts a file whose bytes are in the store on a case of the bench, as attaching does. */
export const attachStored = async (
  { database }: { database: Database },
  file: { sha256: string; bytes: number },
): Promise<void> => {
  await database.write(storeRow, file)
  await nameOnBench(database, file)
}

export const attachRandom = async (
  bench: { database: Database; dataDir: string },
  bytes: number,
): Promise<string> => {
  const sha256 = writeBlob(bench.dataDir, bytes)
  await attachStored(bench, { sha256, bytes })
  return sha256
}

/** A row of the bench names a file that is not here. */
export const nameOnBench = async (
  database: Database,
  { sha256, bytes }: { sha256: string; bytes: number },
): Promise<void> => {
  const { id: caseId } = await database.write(createCase, { title: 'A heap dump' })
  await database.write(attachRow, { caseId, sha256, bytes, name: `${sha256.slice(0, 8)}.bin` })
}

export interface TestTransfers extends BlobTransfers {
  closeAll(): Promise<void>
}

/** The traffic of a bench with a service over real HTTP. */
export const openTransfers = async (
  bench: { database: Database; dataDir: string },
  { url, token }: { url: string; token: string },
  more: Partial<TransfersOptions> = {},
): Promise<TestTransfers> => {
  const { transport, close } = blobTransport(async () => ({ url, token }))
  const transfers = await blobTransfers({
    ...bench,
    transport,
    now: Date.now,
    random: Math.random,
    wait: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
    settings: () => ({ ...usualSettings, askAbove: Number.MAX_SAFE_INTEGER }),
    network: () => 'unmetered',
    ...more,
  })
  return {
    ...transfers,
    async closeAll() {
      await transfers.close()
      close()
    },
  }
}
