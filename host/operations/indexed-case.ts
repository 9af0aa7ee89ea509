import type { HasFlag } from '../../shared/domain/query/fields.ts'
import type { CaseFacts } from '../../shared/domain/search-text/facts.ts'
import type { CaseKind, CaseStatus } from '../../shared/domain/vocabulary.ts'
import type { ReadableDatabase } from '../database/database.ts'

/** The columns of a case that search finds it by. */
export interface IndexedRow {
  key: number
  recency: number
  ref: string
  title: string
  description: string
  resolution: string
  status: CaseStatus
  severity: number
  kind: CaseKind
  customer_key: number | null
  owner_key: number | null
  reporter_key: number | null
  created_at: number
  updated_at: number
  due_at: number | null
  origin_system: string | null
  origin_id: string | null
  tags: string
  components: string
  trashed_at: number | null
  merged_into: number | null
}

export const selectIndexed = `
  select key, recency, ref, title, description, resolution, status, severity, kind, customer_key, owner_key,
    reporter_key, created_at, updated_at, due_at, origin_system, origin_id, tags, components, trashed_at, merged_into
  from cases`

/** A searched text and where it stands, in words a person knows. */
export interface SearchedText {
  where: string
  text: string
}

/** Every text of a case that search finds it by, beside its title and description. */
export const textsOf = (
  db: ReadableDatabase,
  row: Pick<IndexedRow, 'key' | 'resolution' | 'origin_id'>,
): SearchedText[] => {
  const events = db.all<{ kind: string; body: string }>(
    "select kind, body from events where case_key = ? and retracted_at is null and body != ''",
    [row.key],
  )
  const files = db.all<{ name: string; text: string | null }>(
    `select name, (select text from blobs where sha256 = a.sha256) as text from attachments a where case_key = ?
     and (select retracted_at is null from events where key = a.event_key)`,
    [row.key],
  )
  return [
    { where: 'resolution', text: row.resolution },
    { where: 'origin', text: row.origin_id ?? '' },
    ...events.map(({ kind, body }) => ({ where: kind, text: body })),
    ...files.flatMap(({ name, text }) => [
      { where: 'attachment', text: name },
      ...(text === null ? [] : [{ where: name, text }]),
    ]),
  ].filter(({ text }) => text !== '')
}

/** What search knows of a case beside its texts. */
export const factsOf = (db: ReadableDatabase, row: IndexedRow): CaseFacts => ({
  ref: row.ref,
  status: row.status,
  severity: row.severity,
  kind: row.kind,
  customer: row.customer_key,
  owner: row.owner_key,
  reporter: row.reporter_key,
  tags: JSON.parse(row.tags) as string[],
  components: JSON.parse(row.components) as { name: string; version: string; purl: string }[],
  has: flagsOf(db, row),
  trashed: row.trashed_at !== null,
  merged: row.merged_into !== null,
  source: row.origin_system,
})

const flagsOf = (db: ReadableDatabase, row: IndexedRow): HasFlag[] => {
  const has = db.get<{ attachment: number; patch: number; run: number; link: number }>(
    `select exists (select 1 from attachments a where case_key = @key
         and (select retracted_at is null from events where key = a.event_key)) as attachment,
       exists (select 1 from events where case_key = @key and kind = 'patch' and retracted_at is null) as patch,
       exists (select 1 from events where case_key = @key and kind = 'run' and retracted_at is null) as run,
       exists (select 1 from links where from_key = @key or to_key = @key) as link`,
    { key: row.key },
  )
  const found: Record<HasFlag, boolean> = {
    attachment: has?.attachment === 1,
    patch: has?.patch === 1,
    run: has?.run === 1,
    link: has?.link === 1,
    owner: row.owner_key !== null,
    customer: row.customer_key !== null,
    due: row.due_at !== null,
  }
  return (Object.keys(found) as HasFlag[]).filter((flag) => found[flag])
}
