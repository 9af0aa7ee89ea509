import { deserialize } from 'node:v8'
import type { Attachment, Case, TimelineEvent } from '../../shared/domain/entities.ts'
import type { Draft } from '../../shared/sync/operations.ts'
import { nextRef } from '../cases/ref.ts'
import type { Write, WriteContext } from '../database/procedure.ts'
import { apply } from '../operations/apply.ts'
import { rowsOf } from '../operations/rows.ts'
import { directory } from './directory.ts'
import { exactDrafts, exactLinkDrafts, isHere } from './exact/drafts.ts'
import { caseIdOf, correctionIdOf, eventIdOf, fingerprint, linkIdOf } from './identity.ts'
import type { ImportRecord, RecordEvent } from './record.ts'

/** A record whose files lie in the blob store already. */
export type StoredRecord = Omit<ImportRecord, 'events'> & {
  events: (Omit<RecordEvent, 'files'> & { attachments?: (Attachment & { text: string | null })[] })[]
}

export interface BatchOutcome {
  imported: number
  updated: number
  unchanged: number
  /** Events that this batch added to timelines. */
  events: number
}

/** What the last import of a record left: the whole's fingerprint, and each field as it came. */
interface Remembered {
  digest: string
  fields: string
}

type Imported = Partial<
  Pick<Case, 'title' | 'status' | 'severity' | 'kind' | 'customerId' | 'ownerId' | 'reporterId' | 'dueAt'>
> & {
  description?: string
  resolution?: string
  tags: string[]
}

/**
 * Imports a batch of records in one transaction. A record seen before updates only what changed at its source since,
 * so that what people changed here stays; one that did not change writes nothing.
 */
export const importRecords: Write<{ records: StoredRecord[] }, BatchOutcome> = (context, { records }) => {
  const outcome: BatchOutcome = { imported: 0, updated: 0, unchanged: 0, events: 0 }
  const people = directory(context)
  let drafts: Draft[] = []
  let pending = new Map<string, () => void>()
  const flush = () => {
    apply(context, drafts)
    for (const remember of pending.values()) remember()
    drafts = []
    pending = new Map()
  }
  for (const record of records) {
    const identity = JSON.stringify([record.system, record.externalId])
    if (pending.has(identity)) flush()
    const { kind, add, events, remember } = workOf(context, record, people)
    outcome[kind] += 1
    outcome.events += events
    if (kind !== 'unchanged' || remember) storeBlobRows(context, record)
    drafts.push(...add)
    if (remember) pending.set(identity, remember)
  }
  flush()
  apply(
    context,
    records.flatMap((record) => linkDrafts(context, record)),
  )
  return outcome
}

/** As `importRecords`, for records as the import thread serialised them. */
export const importBatch: Write<{ records: Uint8Array }, BatchOutcome> = (context, { records }) =>
  importRecords(context, { records: deserialize(records) as StoredRecord[] })

/** What one record asks of the bench. */
interface WorkFor {
  kind: 'imported' | 'updated' | 'unchanged'
  add: Draft[]
  events: number
  /** Notes the record as imported, once its case is there. */
  remember?: () => void
}

const workOf = (context: WriteContext, record: StoredRecord, people: People): WorkFor => {
  const { db } = context
  if (record.exact) {
    if (isHere(db, record.exact)) return { kind: 'unchanged', add: [], events: 0 }
    const kind = rowsOf(db).case(record.exact.case.id) ? 'updated' : 'imported'
    return { kind, add: exactDrafts(context, record.exact), events: record.exact.events.length }
  }
  const digest = fingerprint(record)
  const before = db.get<Remembered>(
    'select digest, fields from import_records where system = ? and external_id = ?',
    [record.system, record.externalId],
  )
  if (before?.digest === digest) return { kind: 'unchanged', add: [], events: 0 }
  const fields = importedFields(record, people)
  const draft = before
    ? updateDraft(context, { record, fields, before, people })
    : createDraft(context, { record, fields, people })
  const remember = () => rememberRecord(context, { record, digest, fields })
  if (!draft) return { kind: 'unchanged', add: people.drafts(), events: 0, remember }
  const events = draft.payload.events.length
  return { kind: before ? 'updated' : 'imported', add: [...people.drafts(), draft], events, remember }
}

type People = ReturnType<typeof directory>

const importedFields = (record: ImportRecord | StoredRecord, people: People): Imported => {
  const fields: Imported = { title: record.title, description: record.description, tags: record.tags }
  if (record.status) fields.status = record.status
  if (record.severity) fields.severity = record.severity
  if (record.kind) fields.kind = record.kind
  if (record.dueAt !== undefined) fields.dueAt = record.dueAt
  if (record.resolution !== undefined) fields.resolution = record.resolution
  if (record.customer) fields.customerId = people.customer(record.customer)
  if (record.owner) fields.ownerId = people.person(record.owner)
  if (record.reporter) fields.reporterId = people.person(record.reporter)
  return fields
}

type ImportDraft = Extract<Draft, { type: 'case.import' }>

interface Work {
  record: StoredRecord
  fields: Imported
  people: People
}

const createDraft = ({ db, now }: WriteContext, { record, fields, people }: Work): ImportDraft => {
  const id = caseIdOf(record.system, record.externalId)
  const at = now()
  const createdAt = record.createdAt ?? record.updatedAt ?? at
  const origin = { system: record.system, externalId: record.externalId }
  const value: Case = {
    id,
    ref: rowsOf(db).case(id)?.ref ?? nextRef(db),
    status: 'new',
    severity: 3,
    kind: 'question',
    customerId: null,
    ownerId: null,
    reporterId: null,
    dueAt: null,
    ...fields,
    title: record.title,
    description: record.description,
    resolution: record.resolution ?? '',
    contractId: null,
    components: record.components,
    createdAt,
    updatedAt: Math.max(createdAt, record.updatedAt ?? createdAt),
    origin: record.url ? { ...origin, url: record.url } : origin,
    original: record.original,
    trashedAt: null,
    mergedInto: null,
  }
  return { type: 'case.import', entity: id, payload: { case: value, events: eventsOf(record, id, people) } }
}

const updateDraft = (
  { db }: WriteContext,
  { record, fields, before, people }: Work & { before: Remembered },
): ImportDraft | undefined => {
  const rows = rowsOf(db)
  const id = caseIdOf(record.system, record.externalId)
  const current = rows.case(id)
  if (!current) return undefined
  const last = JSON.parse(before.fields) as Record<string, string>
  const changed = Object.entries(fields).filter(
    ([field, value]) => field !== 'tags' && fingerprint(value) !== last[field],
  )
  const tags =
    fingerprint(fields.tags) === last.tags ? current.tags : [...new Set([...current.tags, ...fields.tags])]
  const events = eventsOf(record, id, people).flatMap((event) => newOrCorrected(event, rows))
  const sourceMoved = record.updatedAt !== undefined && record.updatedAt > current.updatedAt
  const same = changed.length === 0 && events.length === 0 && tags.length === current.tags.length
  if (same && !sourceMoved) return undefined
  const value: Case = {
    ...current,
    ...Object.fromEntries(changed),
    tags,
    original: record.original,
    updatedAt: Math.max(current.updatedAt, record.updatedAt ?? 0),
  }
  return { type: 'case.import', entity: id, payload: { case: value, events } }
}

const newOrCorrected = (event: TimelineEvent, rows: ReturnType<typeof rowsOf>): TimelineEvent[] => {
  const known = rows.event(event.id)
  if (!known) return [event]
  if (known.body === event.body) return []
  const id = correctionIdOf(event.id, event.body)
  const { attachments: _kept, ...text } = event
  return rows.event(id) ? [] : [{ ...text, id, corrects: event.id, externalId: null }]
}

const eventsOf = (record: StoredRecord, caseId: string, people: People): TimelineEvent[] =>
  record.events.map(({ externalId, kind, lane, author, at, body, changes, attachments }) => ({
    id: eventIdOf(caseId, externalId),
    caseId,
    kind,
    lane,
    authorId: author && people.person(author),
    at,
    body,
    ...(changes ? { changes } : {}),
    ...(attachments
      ? {
          attachments: attachments.map(({ name, bytes, sha256, mediaType }) => ({
            name,
            bytes,
            sha256,
            mediaType,
          })),
        }
      : {}),
    corrects: null,
    retractedAt: null,
    externalId,
  }))

const storeBlobRows = ({ db, now }: WriteContext, record: StoredRecord) => {
  for (const { attachments = [] } of record.events)
    for (const { sha256, bytes, text } of attachments)
      db.run('insert or ignore into blobs (sha256, bytes, stored_at, text) values (?, ?, ?, ?)', [
        sha256,
        bytes,
        now(),
        text,
      ])
}

const rememberRecord = (
  { db }: WriteContext,
  { record, digest, fields }: { record: StoredRecord; digest: string; fields: Imported },
) => {
  const fingerprints = Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, fingerprint(value)]),
  )
  db.run(
    `insert or replace into import_records (system, external_id, case_key, digest, fields)
     select ?, ?, key, ?, ? from cases where id = ?`,
    [
      record.system,
      record.externalId,
      digest,
      JSON.stringify(fingerprints),
      caseIdOf(record.system, record.externalId),
    ],
  )
}

/** Links whose other end is here by now; one whose end comes later is made when this record is imported again. */
const linkDrafts = (
  context: WriteContext,
  { system, externalId, links = [], exact }: StoredRecord,
): Draft[] => {
  if (exact) return exactLinkDrafts(context, exact)
  const { db } = context
  return links.flatMap(({ kind, externalId: other }): Draft[] => {
    const fromId = caseIdOf(system, externalId)
    const toId = caseIdOf(system, other)
    const both = db.value<number>('select count(*) from cases where id in (?, ?)', [fromId, toId])
    if (both !== 2 || fromId === toId) return []
    // Both ends of a relation may name it; it is one link.
    const [first, second] = kind === 'related' ? [fromId, toId].sort() : [fromId, toId]
    if (!first || !second) return []
    const link = { id: linkIdOf(first, second, kind), fromId: first, toId: second, kind }
    return [{ type: 'link.add', entity: link.id, payload: { link } }]
  })
}
