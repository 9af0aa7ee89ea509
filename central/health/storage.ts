import type { z } from 'zod'
import type { Sql } from '../database/sql.ts'
import type { storageAnswer } from './answers.ts'

const text = `
select (select count(*) from rows)::float8 as rows, (select count(*) from operations)::float8 as operations,
  (select json_build_object('count', count(*), 'bytes', coalesce(sum(bytes), 0)) from blobs) as attachments,
  (select json_build_object('count', count(*), 'bytes', coalesce(sum(bytes), 0)) from blob_uploads) as uploads,
  pg_database_size(current_database())::float8 as "databaseBytes"`

/** What is stored, in things and in bytes. */
export const storage = async (sql: Sql): Promise<z.input<typeof storageAnswer>> => {
  const [row] = await sql.query<z.input<typeof storageAnswer>>(text)
  if (!row) throw new Error('The database did not say what it holds')
  return row
}
