import type { Read } from '../../database/procedure.ts'
import { type Row, transferColumns, transferOf } from './rows.ts'
import type { Transfer } from './transfer.ts'

/** Files of one case that are told at most. */
const filesAtMost = 5000

/** A file of a case: its size as the case has it, whether its bytes are here, and its transfer where there is one. */
export interface FileRow {
  sha256: string
  bytes: number
  here: boolean
  transfer: Transfer | null
}

interface Found {
  sha256: string
  size: number
  here: number
  known: number
}

const ofTransfer = transferColumns.map((column) => `t.${column}`).join(', ')

/** The files of a case and of the cases merged into it. */
export const filesOfCase: Read<{ caseId: string }, FileRow[]> = (db, { caseId }) =>
  db
    .all<Omit<Row, 'sha256'> & Found>(
      `with recursive story (key) as (
         select key from cases where id = @caseId
         union select m.key from cases m join story s on m.merged_into = s.key),
       files as (select sha256, max(bytes) as size from attachments where case_key in story group by sha256 limit @most)
       select ${ofTransfer}, f.sha256, f.size, b.sha256 is not null as here, t.sha256 is not null as known
       from files f left join blobs b on b.sha256 = f.sha256 left join transfers t on t.sha256 = f.sha256`,
      { caseId, most: filesAtMost },
    )
    .map(({ size, here, known, ...row }) => ({
      sha256: row.sha256,
      bytes: size,
      here: here === 1,
      transfer: known === 1 ? transferOf(row) : null,
    }))

export interface OpenTransfer extends Transfer {
  here: boolean
  /** A name under which a case has it, and the reference of that case. */
  name: string | null
  ref: string | null
}

/** Transfers that are not over, those that wait for a person first. */
export const listTransfers: Read<{ limit: number }, OpenTransfer[]> = (db, { limit }) =>
  db
    .all<Row & { here: number; name: string | null; ref: string | null }>(
      `select ${ofTransfer}, exists (select 1 from blobs b where b.sha256 = t.sha256) as here,
         (select name from attachments a where a.sha256 = t.sha256 limit 1) as name,
         (select c.ref from attachments a join cases c on c.key = a.case_key where a.sha256 = t.sha256 limit 1) as ref
       from transfers t where t.state in ('failed', 'moving', 'pending')
       order by t.state != 'failed', t.state != 'moving', t.direction, t.key limit ?`,
      [limit],
    )
    .map(({ here, name, ref, ...row }) => ({ ...transferOf(row), here: here === 1, name, ref }))
