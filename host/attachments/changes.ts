import type { InterruptedUpload } from '../../shared/contract/attachments.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { Stepped } from '../../shared/contract/step.ts'
import type { Lane } from '../../shared/domain/vocabulary.ts'
import { idOf } from '../cases/detail.ts'
import type { Done, Read, Write } from '../database/procedure.ts'
import { postEvent } from '../timeline/changes.ts'

interface Begun {
  caseId: string
  name: string
  bytes: number
  modifiedAt: number
  path: string | null
  lane: Lane
}

/**
 * Notes an upload before its first byte is taken, so that a crash leaves a name for what is there. The same file
 * offered again for the same case goes on under the id it had.
 */
export const beginUpload: Write<Begun, { uploadId: string }> = (
  context,
  { caseId, name, bytes, modifiedAt, path, lane },
) => {
  const { db, now, newId, touch } = context
  if (!idOf(db, caseId)) throw new BenchError('not-found', 'This case is not here (any more).')
  const known = db.value<string>(
    'select id from uploads where case_id = ? and name = ? and bytes = ? and modified_at = ? and path is ?',
    [caseId, name, bytes, modifiedAt, path],
  )
  if (known) return { uploadId: known }
  const uploadId = newId()
  db.run(
    'insert into uploads (id, case_id, name, bytes, modified_at, path, lane, started_at) values (?, ?, ?, ?, ?, ?, ?, ?)',
    [uploadId, caseId, name, bytes, modifiedAt, path, lane, now()],
  )
  touch('uploads')
  return { uploadId }
}

export interface FinishedUpload {
  uploadId: string
  sha256: string
  bytes: number
  /** The searchable head of a small text file. */
  text: string | null
}

/** Names stored bytes in the database and ends the upload that brought them. */
export const finishUpload: Write<FinishedUpload, Done> = (
  { db, now, touch },
  { uploadId, sha256, bytes, text },
) => {
  db.run('insert or ignore into blobs (sha256, bytes, stored_at, text) values (?, ?, ?, ?)', [
    sha256,
    bytes,
    now(),
    text,
  ])
  if (db.run('delete from uploads where id = ?', [uploadId]).changes > 0) touch('uploads')
  return {}
}

/** Ends uploads and shows what they brought as one event, all in one transaction. */
export const attachFinished: Write<
  { caseId: string; lane: Lane; files: (FinishedUpload & { name: string })[] },
  Stepped & { id: string }
> = (context, { caseId, lane, files }) => {
  for (const { name: _name, ...file } of files) finishUpload(context, file)
  const attachments = files.map(({ name, sha256 }) => ({ name, sha256 }))
  return postEvent(context, { caseId, lane, kind: 'attachment', body: '', attachments })
}

export const discardUpload: Write<{ uploadId: string }, Done> = ({ db, touch }, { uploadId }) => {
  if (db.run('delete from uploads where id = ?', [uploadId]).changes > 0) touch('uploads')
  return {}
}

export interface Upload extends Omit<InterruptedUpload, 'received'> {
  lane: Lane
}

/** Uploads that have begun and not ended, oldest first. */
export const openUploads: Read<object, Upload[]> = (db) =>
  db.all(
    `select id, case_id as caseId, name, bytes, modified_at as modifiedAt, path, lane from uploads order by started_at, id`,
  )

/** One attachment of a case by its name (the newest of that name) or by its hash. Throws `not-found`. */
export const findAttachment: Read<
  { caseKey: string; nameOrSha256: string },
  { name: string; sha256: string; bytes: number }
> = (db, { caseKey, nameOrSha256 }) => {
  const id = idOf(db, caseKey)
  if (!id) throw new BenchError('not-found', `There is no case ${caseKey} on this bench.`)
  const found = db.get<{ name: string; sha256: string; bytes: number }>(
    `select a.name, a.sha256, a.bytes from attachments a join cases c on c.key = a.case_key
     join events e on e.key = a.event_key
     where (c.id = @id or c.merged_into = (select key from cases where id = @id)) and e.retracted_at is null
       and (a.name = @wanted or a.sha256 = lower(@wanted))
     order by e.at desc, e.key desc limit 1`,
    { id, wanted: nameOrSha256 },
  )
  if (!found) throw new BenchError('not-found', `${caseKey} has no attachment ${nameOrSha256}.`)
  return found
}

/** The size of a stored blob; null where the store has none of that hash. */
export const blobBytes: Read<{ sha256: string }, number | null> = (db, { sha256 }) =>
  db.value<number>('select bytes from blobs where sha256 = ?', [sha256]) ?? null
