import { myId } from '../cases/me.ts'
import type { Write } from '../database/procedure.ts'
import { wantBlob } from './blobs/wishes.ts'

/** Files asked for at a time; the next look asks for more. */
const filesAtOnce = 500

/**
 * Asks for the files of the cases that belong to this bench's person and are not solved, so that they are there when the
 * network is not; `upTo` is the size in bytes above which a file waits until somebody asks for it. Answers how many were
 * asked for.
 */
export const wantOwnFiles: Write<{ upTo: number }, { wanted: number }> = (context, { upTo }) => {
  const { db } = context
  const files = db.all<{ sha256: string }>(
    `select distinct a.sha256 from cases c join people p on p.key = c.owner_key
     join attachments a on a.case_key = c.key
     where p.id = ? and c.hidden = 0 and c.status in ('new', 'open', 'waiting') and a.bytes <= ?
       and not exists (select 1 from blobs b where b.sha256 = a.sha256)
       and not exists (select 1 from transfers t where t.sha256 = a.sha256)
     limit ${filesAtOnce}`,
    [myId(db), upTo],
  )
  for (const { sha256 } of files) wantBlob(context, { sha256, pin: false, confirmed: false })
  return { wanted: files.length }
}
