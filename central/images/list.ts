import { imagesAtMost, type PublishedImage } from '../../shared/sync/images.ts'
import type { Sql } from '../database/sql.ts'

/** Every image that was published, the newest first. */
export const listImages = (sql: Sql): Promise<PublishedImage[]> =>
  sql.query<PublishedImage>(
    `select i.sha256, i.config as "imageId", i.names, i.digests, i.platform, i.licence, i.layers, i.bytes,
       a.name as "by", floor(extract(epoch from i.at) * 1000)::bigint as at
     from images i join accounts a on a.id = i.account_id order by i.at desc, i.sha256 limit $1`,
    [imagesAtMost],
  )
