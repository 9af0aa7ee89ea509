import { imagesAtMost, type PublishedImage } from '../../shared/sync/images.ts'
import type { Sql } from '../database/sql.ts'
import type { KeptImage } from './answers.ts'

const facts = `i.sha256, i.config as "imageId", i.names, i.digests, i.platform, i.licence, i.layers, i.bytes,
  a.name as "by", floor(extract(epoch from i.at) * 1000)::bigint as at`
const newest = 'from images i join accounts a on a.id = i.account_id order by i.at desc, i.sha256 limit $1'

/** Every image that was published, the newest first. */
export const listImages = (sql: Sql): Promise<PublishedImage[]> =>
  sql.query<PublishedImage>(`select ${facts} ${newest}`, [imagesAtMost])

/** As `listImages`, with how many parts each has and shares. */
export const listKeptImages = (sql: Sql): Promise<KeptImage[]> => {
  const parts = "from blob_names n where n.kind = 'image' and n.id = i.id"
  const elsewhere =
    'select 1 from blob_names o where o.sha256 = n.sha256 and (o.kind, o.id) <> (n.kind, n.id)'
  return sql.query<KeptImage>(
    `select ${facts}, (select count(*) ${parts}) as parts,
       (select count(*) ${parts} and exists (${elsewhere})) as shared ${newest}`,
    [imagesAtMost],
  )
}
