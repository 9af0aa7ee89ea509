import type { z } from 'zod'
import type { cases } from '../../shared/contract/cases.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type {
  Case,
  CaseField,
  CaseFields,
  Component,
  FieldChange,
  TimelineEvent,
} from '../../shared/domain/entities.ts'
import type { LinkKind } from '../../shared/domain/vocabulary.ts'
import type { Draft } from '../../shared/sync/operations.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Done, Write, WriteContext } from '../database/procedure.ts'
import { apply } from '../operations/apply.ts'
import { rowsOf } from '../operations/rows.ts'
import { needId } from './detail.ts'
import { myId } from './me.ts'
import { nextRef } from './ref.ts'

type Input<K extends keyof (typeof cases)['methods']> = z.output<(typeof cases)['methods'][K]['input']>

const caseNow = (db: ReadableDatabase, id: string): Case => {
  const found = rowsOf(db).case(id)
  if (!found) throw new BenchError('not-found', 'This case is not here (any more).')
  return found
}

/** "3 cases" or the one's reference, for the label of an undo step. */
const named = (db: ReadableDatabase, ids: readonly string[]): string =>
  ids.length === 1 && ids[0] ? caseNow(db, ids[0]).ref : `${ids.length} cases`

const eventOf = (
  { db, now, newId }: WriteContext,
  caseId: string,
  more: Partial<TimelineEvent> & Pick<TimelineEvent, 'kind'>,
): TimelineEvent => ({
  id: newId(),
  caseId,
  lane: 'internal',
  authorId: myId(db),
  at: now(),
  body: '',
  corrects: null,
  retractedAt: null,
  externalId: null,
  ...more,
})

export const createCase: Write<Input<'create'>, { id: string; ref: string }> = (context, input) => {
  const { db, now, newId } = context
  const id = newId()
  const ref = nextRef(db)
  const at = now()
  const { tags = [], components = [], ...fields } = input
  const value: Case = {
    id,
    ref,
    description: '',
    status: 'new',
    severity: 3,
    kind: 'question',
    customerId: null,
    contractId: null,
    ownerId: myId(db),
    reporterId: null,
    dueAt: null,
    resolution: '',
    ...defined(fields),
    title: fields.title,
    tags: [...new Set(tags)],
    components,
    createdAt: at,
    updatedAt: at,
    origin: null,
    original: {},
    trashedAt: null,
    mergedInto: null,
  }
  apply(context, [{ type: 'case.create', entity: id, payload: { case: value } }], `New case ${ref}`)
  return { id, ref }
}

const defined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

export const setFields: Write<Input<'set'>, { changed: string[] }> = (context, { ids, set, reason }) => {
  const { db } = context
  const wanted = defined(set) as Partial<CaseFields>
  const changed = new Set<string>()
  const drafts = ids.flatMap((id): Draft[] => {
    const before = caseNow(db, id)
    const changes = changesOf(db, before, wanted)
    if (changes.length === 0) return []
    for (const { field } of changes) changed.add(field)
    const event = eventOf(context, id, { kind: 'change', body: reason, changes })
    return [{ type: 'case.set', entity: id, payload: { set: wanted, event } }]
  })
  if (drafts.length > 0) apply(context, drafts, `Change ${[...changed].join(', ')} of ${named(db, ids)}`)
  return { changed: [...changed] }
}

const changesOf = (db: ReadableDatabase, before: Case, wanted: Partial<CaseFields>): FieldChange[] =>
  (Object.keys(wanted) as CaseField[])
    .filter((field) => wanted[field] !== before[field])
    .map((field) => ({
      field,
      from: shown(db, field, before[field]),
      to: shown(db, field, wanted[field] ?? null),
    }))

/** A value as the timeline shows it: names for ids, and no copy of a long text. */
const shown = (db: ReadableDatabase, field: CaseField, value: CaseFields[CaseField]): unknown => {
  if (value === null) return null
  if (field === 'customerId')
    return db.value<string>('select name from customers where id = ?', [String(value)]) ?? null
  if (field === 'ownerId' || field === 'reporterId')
    return db.value<string>('select name from people where id = ?', [String(value)]) ?? null
  if (typeof value === 'string' && value.length > 200) return `${value.slice(0, 200)}…`
  return value
}

export const tagCases: Write<Input<'tag'>, Done> = (context, { ids, add, remove }) => {
  const drafts = ids.map((entity): Draft => ({ type: 'case.tags', entity, payload: { add, remove } }))
  apply(context, drafts, `Tag ${named(context.db, ids)}`)
  return {}
}

export const setComponents: Write<{ id: string; add: Component[]; remove: Component[] }, Done> = (
  context,
  { id, add, remove },
) => {
  const draft: Draft = { type: 'case.components', entity: id, payload: { add, remove } }
  apply(context, [draft], `Change the stack of ${named(context.db, [id])}`)
  return {}
}

export const trashCases: Write<Input<'trash'>, Done> = (context, { ids, trashed }) => {
  const drafts = ids.map((entity): Draft => ({ type: 'case.trash', entity, payload: { trashed } }))
  apply(context, drafts, `${trashed ? 'Trash' : 'Restore'} ${named(context.db, ids)}`)
  return {}
}

export const linkCases: Write<{ fromId: string; toKey: string; kind: LinkKind }, { id: string }> = (
  context,
  { fromId, toKey, kind },
) => {
  const toId = needId(context.db, toKey)
  const known = context.db.value<string>(
    `select l.id from links l join cases f on f.key = l.from_key join cases t on t.key = l.to_key
     where l.kind = ? and ((f.id = ? and t.id = ?) or (l.kind = 'related' and t.id = ? and f.id = ?))`,
    [kind, fromId, toId, fromId, toId],
  )
  if (known) return { id: known }
  const link = { id: context.newId(), fromId, toId, kind }
  apply(
    context,
    [{ type: 'link.add', entity: link.id, payload: { link } }],
    `Link ${named(context.db, [fromId])}`,
  )
  return { id: link.id }
}

export const unlinkCases: Write<{ id: string }, Done> = (context, { id }) => {
  apply(context, [{ type: 'link.remove', entity: id, payload: {} }], 'Remove a link')
  return {}
}

export const mergeCases: Write<Input<'merge'>, Done> = (context, { fromId, intoKey }) => {
  const { db } = context
  const into = caseNow(db, needId(db, intoKey))
  const from = caseNow(db, fromId)
  if (into.mergedInto || into.trashedAt !== null)
    throw new BenchError(
      'invalid',
      `${into.ref} is ${into.mergedInto ? 'merged itself' : 'in the trash'}. Choose another case.`,
    )
  const event = eventOf(context, into.id, { kind: 'merge', body: `${from.ref} ${from.title}` })
  const merge: Draft = { type: 'case.merge', entity: fromId, payload: { into: into.id, event } }
  apply(context, [merge], `Merge ${from.ref} into ${into.ref}`)
  return {}
}
