import { readableStreams } from '../access/streams.ts'
import type { Sql } from '../database/sql.ts'
import { imagesStream, rolesOfImages } from '../images/access.ts'

/**
 * Whether an account can read a row that names the blob. A row counts only where who wrote it has had the bytes, by
 * sending them or by being able to read them: otherwise whoever remembers a hash could name it in a row of his own, and
 * fetch what he may not see. Rows whose writer is not known (`account_id` is null) count. Parts of published images are
 * everybody's whose role uses images.
 */
export const mayReadBlob = async (sql: Sql, accountId: string, sha256: string): Promise<boolean> => {
  const streams = await readableStreams(sql, accountId)
  const found = await sql.query(
    `select 1 from blob_names n where n.sha256 = $1 and (n.stream = any($2) or (n.stream = $4 and exists (
         select 1 from accounts a where a.id = $3 and a.disabled_at is null and a.role = any($5)))) and (
       n.account_id is null or exists (
         select 1 from blob_holders h where h.sha256 = n.sha256 and h.account_id = n.account_id))
     limit 1`,
    [sha256, streams, accountId, imagesStream, rolesOfImages],
    { prepared: 'blobs-may-read' },
  )
  return found.length > 0
}
