import type { Conflict } from '../../shared/domain/conflict.ts'
import type { Case, Component, Customer, Link, Person, TimelineEvent } from '../../shared/domain/entities.ts'
import { componentKey } from '../../shared/sync/component-key.ts'
import type { Put } from '../../shared/sync/rows.ts'
import type { WritableDatabase } from '../database/database.ts'
import { putPatch } from './patch-rows.ts'

/** Room for cases updated in the same millisecond inside one unit of recency. */
const recencyUnit = 1024

type Keyed = 'customers' | 'people' | 'cases'

const keyOf = (db: WritableDatabase, table: Keyed, id: string): number | undefined =>
  db.value<number>(`select key from ${table} where id = ?`, [id])

/** The key of a row, reserving one under an empty name where the row itself has not arrived yet. */
const reserve = (db: WritableDatabase, table: 'customers' | 'people', id: string | null): number | null => {
  if (id === null) return null
  const known = keyOf(db, table, id)
  if (known !== undefined) return known
  const sql =
    table === 'customers'
      ? "insert into customers (id, name, domain, notes, contracts) values (?, '', '', '', '[]')"
      : "insert into people (id, name, email, handles, customer_key, notes) values (?, '', '', '[]', null, '')"
  return db.run(sql, [id]).lastInsertRowid
}

const needKey = (db: WritableDatabase, id: string): number => {
  const key = keyOf(db, 'cases', id)
  if (key === undefined) throw new Error(`No case ${id} to write to`)
  return key
}

/** Where a case goes when its millisecond is full: anywhere within the second, else within the minute. */
const spills = [1000, 1000, 1000, 1000, 60_000, 60_000, 60_000, 60_000].map(
  (milliseconds) => milliseconds * recencyUnit,
)

/**
 * A recency for `updatedAt` that no other case has; the later of two in one millisecond counts as newer. Exports often
 * carry one date for thousands of cases: those spread over what follows it, by their ids.
 */
const freeRecency = (db: WritableDatabase, { id, updatedAt }: Case): number => {
  const floor = updatedAt * recencyUnit
  const taken = db.value<number>('select max(recency) from cases where recency >= ? and recency < ?', [
    floor,
    floor + recencyUnit,
  ])
  if (!taken) return floor
  if (taken + 1 < floor + recencyUnit) return taken + 1
  for (const [turn, room] of spills.entries()) {
    const spilled = floor + (scatter(`${id}${turn}`) % room)
    if (db.value('select 1 from cases where recency = ?', [spilled]) === undefined) return spilled
  }
  throw new Error(`No room for one more case updated at ${updatedAt}`)
}

/** A number that depends on every character and on nothing else (FNV-1a, 32 bits). */
const scatter = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

const putCase = (db: WritableDatabase, value: Case) => {
  const before = db.get<{
    key: number
    recency: number
    tags: string
    components: string
    updated_at: number
  }>('select key, recency, tags, components, updated_at from cases where id = ?', [value.id])
  const recency = before?.updated_at === value.updatedAt ? before.recency : freeRecency(db, value)
  const fields = {
    id: value.id,
    ref: value.ref,
    recency,
    title: value.title,
    description: value.description,
    status: value.status,
    severity: value.severity,
    kind: value.kind,
    customer_key: reserve(db, 'customers', value.customerId),
    contract_id: value.contractId,
    owner_key: reserve(db, 'people', value.ownerId),
    reporter_key: reserve(db, 'people', value.reporterId),
    created_at: value.createdAt,
    updated_at: value.updatedAt,
    due_at: value.dueAt,
    resolution: value.resolution,
    origin_system: value.origin?.system ?? null,
    origin_id: value.origin?.externalId ?? null,
    origin_url: value.origin?.url ?? null,
    original: JSON.stringify(value.original),
    tags: JSON.stringify(value.tags),
    components: JSON.stringify(value.components),
    trashed_at: value.trashedAt,
    merged_into: value.mergedInto === null ? null : needKey(db, value.mergedInto),
    hidden: value.trashedAt !== null || value.mergedInto !== null ? 1 : 0,
  }
  const key = before?.key ?? db.run(insertCase, fields).lastInsertRowid
  if (before) db.run(updateCase, fields)
  if (!before || before.tags !== fields.tags) putTags(db, key, value.tags, before !== undefined)
  if (!before || before.components !== fields.components)
    putComponents(db, key, value.components, before !== undefined)
}

const caseColumns =
  `id ref recency title description status severity kind customer_key contract_id owner_key reporter_key
 created_at updated_at due_at resolution origin_system origin_id origin_url original tags components trashed_at
 merged_into hidden`.split(/\s+/)

const insertCase = `insert into cases (${caseColumns.join(', ')}) values (${caseColumns.map((name) => `@${name}`).join(', ')})`
const updateCase = `update cases set ${caseColumns.map((name) => `${name} = @${name}`).join(', ')} where id = @id`

const putTags = (db: WritableDatabase, key: number, tags: string[], existed: boolean) => {
  if (existed) db.run('delete from tags where case_key = ?', [key])
  for (const tag of tags) db.run('insert or ignore into tags (tag, case_key) values (?, ?)', [tag, key])
}

const putComponents = (db: WritableDatabase, key: number, components: Component[], existed: boolean) => {
  if (existed) db.run('delete from case_components where case_key = ?', [key])
  for (const one of components) {
    const identity = componentKey(one)
    const known = db.get<{ key: number; name: string; purl: string }>(
      'select key, name, purl from components where identity = ?',
      [identity],
    )
    // Of two names for one package the one written last is shown.
    if (known && existed && (known.name !== one.name || known.purl !== one.purl))
      db.run('update components set name = ?, purl = ? where key = ?', [one.name, one.purl, known.key])
    const component =
      known?.key ??
      db.run('insert into components (identity, kind, name, version, purl) values (?, ?, ?, ?, ?)', [
        identity,
        one.kind,
        one.name,
        one.version,
        one.purl,
      ]).lastInsertRowid
    db.run('insert or ignore into case_components (component_key, case_key) values (?, ?)', [component, key])
  }
}

const insertEvent = `
  insert into events (id, case_key, kind, lane, author_key, at, body, changes, detail, corrects, retracted_at,
    external_id)
  select @id, key, @kind, @lane, @author, @at, @body, @changes, @detail, @corrects, @retracted, @external from cases where id = @case
  on conflict (id) do update set kind = excluded.kind, lane = excluded.lane, author_key = excluded.author_key,
    at = excluded.at, body = excluded.body, changes = excluded.changes, detail = excluded.detail,
    corrects = excluded.corrects, retracted_at = excluded.retracted_at, external_id = excluded.external_id`

/** Writes an event. Reducers change only the retraction of one that is there; the central service may correct its time. */
const putEvent = (db: WritableDatabase, value: TimelineEvent) => {
  const { changes: rows } = db.run(insertEvent, {
    id: value.id,
    case: value.caseId,
    kind: value.kind,
    lane: value.lane,
    author: reserve(db, 'people', value.authorId),
    at: value.at,
    body: value.body,
    changes: value.changes ? JSON.stringify(value.changes) : null,
    detail: value.detail ? JSON.stringify(value.detail) : null,
    corrects: value.corrects,
    retracted: value.retractedAt,
    external: value.externalId,
  })
  if (rows === 0) throw new Error(`No case ${value.caseId} for event ${value.id}`)
  for (const [position, { name, bytes, sha256, mediaType }] of (value.attachments ?? []).entries())
    db.run(
      `insert or ignore into attachments (event_key, position, case_key, name, bytes, sha256, media_type)
       select key, ?, case_key, ?, ?, ?, ? from events where id = ?`,
      [position, name, bytes, sha256, mediaType, value.id],
    )
}

const putLink = (db: WritableDatabase, { id, fromId, toId, kind }: Link) =>
  db.run('insert or ignore into links (id, from_key, to_key, kind) values (?, ?, ?, ?)', [
    id,
    needKey(db, fromId),
    needKey(db, toId),
    kind,
  ])

const putCustomer = (db: WritableDatabase, { id, name, domain, notes, contracts }: Customer) =>
  db.run(
    `insert into customers (id, name, domain, notes, contracts) values (@id, @name, @domain, @notes, @contracts)
     on conflict (id) do update set name = @name, domain = @domain, notes = @notes, contracts = @contracts`,
    { id, name, domain, notes, contracts: JSON.stringify(contracts) },
  )

const putPerson = (db: WritableDatabase, { id, name, email, handles, customerId, notes }: Person) => {
  const fields = {
    id,
    name,
    email,
    handles: JSON.stringify(handles),
    customer: reserve(db, 'customers', customerId),
    notes,
  }
  db.run(
    `insert into people (id, name, email, handles, customer_key, notes) values (@id, @name, @email, @handles, @customer, @notes)
     on conflict (id) do update set name = @name, email = @email, handles = @handles, customer_key = @customer, notes = @notes`,
    fields,
  )
  const key = keyOf(db, 'people', id) ?? null
  db.run('delete from person_handles where person_key = ?', [key])
  for (const handle of handles)
    db.run('insert or replace into person_handles (handle, person_key) values (?, ?)', [handle, key])
}

const putConflict = (db: WritableDatabase, value: Conflict) =>
  db.run(
    `insert into conflicts (id, case_key, entity, state, at, body)
     values (@id, (select key from cases where id = @case), @entity, @state, @at, @body)
     on conflict (id) do update set state = @state, at = @at, body = @body`,
    {
      id: value.id,
      case: value.caseId,
      entity: value.entity,
      state: value.state,
      at: value.at,
      body: JSON.stringify(value),
    },
  )

/**
 * Writes one row as a reducer left it. A customer or a person that goes leaves the empty row that only reserves a key,
 * since others may point to it.
 */
export const put = (db: WritableDatabase, change: Put): void => {
  switch (change.kind) {
    case 'case':
      return void putCase(db, change.value)
    case 'event':
      return void putEvent(db, change.value)
    case 'link':
      return void putLink(db, change.value)
    case 'unlink':
      return void db.run('delete from links where id = ?', [change.value.id])
    case 'patch':
      return void putPatch(db, change.value, {
        case: needKey(db, change.value.caseId),
        author: reserve(db, 'people', change.value.authorId),
      })
    case 'no-patch':
      return void db.run('delete from patches where id = ?', [change.value.id])
    case 'customer':
      return void putCustomer(db, change.value)
    case 'no-customer':
      return void putCustomer(db, { ...change.value, name: '', domain: '', notes: '', contracts: [] })
    case 'person':
      return void putPerson(db, change.value)
    case 'conflict':
      return void putConflict(db, change.value)
    case 'no-person':
      return void putPerson(db, {
        ...change.value,
        name: '',
        email: '',
        handles: [],
        customerId: null,
        notes: '',
      })
  }
}
