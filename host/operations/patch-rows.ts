import type { Patch } from '../../shared/domain/entities.ts'
import type { ReadableDatabase, Value, WritableDatabase } from '../database/database.ts'

type Row = Record<string, string | number | null>

const selectPatch = `
  select h.*, (select id from cases where key = h.case_key) as case_id,
    (select id from people where key = h.author_key) as author_id
  from patches h`

const patchOf = (row: Row): Patch => ({
  ...(JSON.parse(String(row.fields)) as Patch),
  id: String(row.id),
  caseId: String(row.case_id),
  createdAt: Number(row.created_at),
  authorId: row.author_id as string | null,
})

export const findPatch = (db: ReadableDatabase, id: string): Patch | undefined => {
  const row = db.get<Row>(`${selectPatch} where h.id = ?`, [id])
  return row && patchOf(row)
}

/** Writes a patch whose case and author have these keys. */
export const putPatch = (
  db: WritableDatabase,
  { id, caseId: _, createdAt, authorId: __, ...fields }: Patch,
  keys: { case: Value; author: Value },
): void =>
  void db.run(
    `insert into patches (id, case_key, created_at, author_key, sha256, fields)
     values (@id, @case, @created, @author, @sha256, @fields)
     on conflict (id) do update set sha256 = @sha256, fields = @fields`,
    { id, ...keys, created: createdAt, sha256: fields.series.sha256, fields: JSON.stringify(fields) },
  )

/** The patches of one case itself, oldest first. */
export const patchesOfCase = (db: ReadableDatabase, caseId: string): Patch[] =>
  db
    .all<Row>(
      `${selectPatch} where h.case_key = (select key from cases where id = ?) order by h.created_at, h.key`,
      [caseId],
    )
    .map(patchOf)

/** The patches of a case and of all that were merged into it, newest first. */
export const patchesOfStory = (db: ReadableDatabase, caseId: string): Patch[] =>
  db
    .all<Row>(
      `${selectPatch} where h.case_key in (
         with recursive story (key) as (
           select key from cases where id = ? union select m.key from cases m join story s on m.merged_into = s.key
         ) select key from story
       ) order by h.created_at desc, h.key desc`,
      [caseId],
    )
    .map(patchOf)
