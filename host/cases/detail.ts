import type { CaseDetail } from '../../shared/contract/cases.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { Case } from '../../shared/domain/entities.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Read } from '../database/procedure.ts'
import { rowsOf } from '../operations/rows.ts'

/** The id behind an id or a reference, whatever its letter case. */
export const idOf = (db: ReadableDatabase, key: string): string | undefined =>
  db.value<string>('select id from cases where id = ?', [key.toLowerCase()]) ??
  db.value<string>('select id from cases where ref = ?', [key.toUpperCase()])

/** As `idOf`, for a caller outside the database. */
export const findId: Read<string, string | null> = (db, key) => idOf(db, key) ?? null

/** As `idOf`; throws `not-found` with a sentence that names what was looked for. */
export const needId = (db: ReadableDatabase, key: string): string => {
  const id = idOf(db, key)
  if (!id) throw new BenchError('not-found', `There is no case ${key} on this bench.`)
  return id
}

/** A case with the names behind its ids, its links and what was merged into it. Throws `not-found`. */
export const caseDetail: Read<{ key: string }, CaseDetail> = (db, { key }) => {
  const rows = rowsOf(db)
  const found = rows.case(needId(db, key)) as Case
  return {
    case: found,
    customer: (found.customerId && rows.customer(found.customerId)) || null,
    owner: (found.ownerId && rows.person(found.ownerId)) || null,
    reporter: (found.reporterId && rows.person(found.reporterId)) || null,
    links: linksOf(db, found.id),
    mergedInto: found.mergedInto
      ? (db.get<{ id: string; ref: string }>('select id, ref from cases where id = ?', [found.mergedInto]) ??
        null)
      : null,
    mergedFrom: db.all(
      'select f.id, f.ref, f.title from cases f join cases t on t.key = f.merged_into where t.id = ? order by f.ref',
      [found.id],
    ),
  }
}

interface LinkRow {
  id: string
  kind: 'duplicate-of' | 'related'
  fromId: string
  toId: string
  otherId: string
  ref: string
  title: string
  status: Case['status']
}

const linksOf = (db: ReadableDatabase, id: string): CaseDetail['links'] =>
  db
    .all<LinkRow>(
      `select l.id, l.kind, f.id as fromId, t.id as toId, o.id as otherId, o.ref, o.title, o.status
       from cases c join links l on l.from_key = c.key or l.to_key = c.key
       join cases f on f.key = l.from_key join cases t on t.key = l.to_key
       join cases o on o.key = iif(l.from_key = c.key, l.to_key, l.from_key)
       where c.id = ? order by l.key`,
      [id],
    )
    .map((row) => ({
      link: { id: row.id, fromId: row.fromId, toId: row.toId, kind: row.kind },
      outgoing: row.fromId === id,
      other: { id: row.otherId, ref: row.ref, title: row.title, status: row.status },
    }))

/** What merging `fromId` into another case would do. Throws `not-found` or `invalid`. */
export const mergePreview: Read<
  { fromId: string; intoKey: string },
  {
    into: { id: string; ref: string; title: string }
    events: number
    attachments: number
    differing: { field: string; from: string; into: string }[]
  }
> = (db, { fromId, intoKey }) => {
  const rows = rowsOf(db)
  const into = rows.case(needId(db, intoKey)) as Case
  const from = rows.case(needId(db, fromId)) as Case
  if (into.id === from.id) throw new BenchError('invalid', 'A case cannot be merged into itself.')
  const counted = db.get<{ events: number; attachments: number }>(
    `select (select count(*) from events where case_key = c.key and retracted_at is null) as events,
       (select count(*) from attachments where case_key = c.key) as attachments from cases c where c.id = ?`,
    [fromId],
  )
  const fields = ['title', 'status', 'severity', 'kind', 'customerId', 'ownerId', 'dueAt'] as const
  const name = (id: unknown) =>
    db.value<string>(
      'select name from customers where id = @id union select name from people where id = @id',
      { id: String(id) },
    )
  const text = (field: string, value: unknown) =>
    (field.endsWith('Id') && value ? name(value) : undefined) ?? String(value ?? '')
  return {
    into: { id: into.id, ref: into.ref, title: into.title },
    events: counted?.events ?? 0,
    attachments: counted?.attachments ?? 0,
    differing: fields
      .filter((field) => from[field] !== into[field])
      .map((field) => ({ field, from: text(field, from[field]), into: text(field, into[field]) })),
  }
}
