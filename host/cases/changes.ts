import type { z } from 'zod'
import type { cases } from '../../shared/contract/cases.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { Stepped } from '../../shared/contract/step.ts'
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
import type { Write, WriteContext } from '../database/procedure.ts'
import { apply } from '../operations/apply.ts'
import type { PartOf } from '../operations/in-parts.ts'
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
const named = (db: ReadableDatabase, ids: readonly string[], before = 0): string =>
  ids.length === 1 && ids[0] && before === 0 ? caseNow(db, ids[0]).ref : `${ids.length + before} cases`

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

export const createCase: Write<Input<'create'>, Stepped & { id: string; ref: string }> = (context, input) => {
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
  const create = { type: 'case.create', entity: id, payload: { case: value } } as const
  return { id, ref, ...apply(context, [create], `New case ${ref}`) }
}

const defined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

/** Sets fields of some cases: all of an act, or one part of it. */
export const setFields: Write<Input<'set'> & PartOf, Stepped & { changed: string[] }> = (
  context,
  { ids, set, reason, into, before: earlier },
) => {
  const { db } = context
  const wanted = defined(set) as Partial<CaseFields>
  const changed = new Set<string>()
  const drafts = ids.flatMap((id): Draft[] => {
    const before = caseNow(db, id)
    const changes = changesOf(db, before, wanted)
    if (changes.length === 0) return []
    for (const { field } of changes) changed.add(field)
    const event = eventOf(context, id, { kind: 'change', body: reason, changes })
    const fields = changes.map(({ field }) => [field, wanted[field as CaseField]])
    return [{ type: 'case.set', entity: id, payload: { set: Object.fromEntries(fields), event } }]
  })
  const label = `Change ${[...changed].join(', ')} of ${named(db, ids, earlier)}`
  return { changed: [...changed], ...apply(context, drafts, { label, into }) }
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

export const tagCases: Write<Input<'tag'> & PartOf, Stepped> = (
  context,
  { ids, add, remove, into, before },
) => {
  const drafts = ids.map((entity): Draft => ({ type: 'case.tags', entity, payload: { add, remove } }))
  return apply(context, drafts, { label: `Tag ${named(context.db, ids, before)}`, into })
}

export const setComponents: Write<{ id: string; add: Component[]; remove: Component[] }, Stepped> = (
  context,
  { id, add, remove },
) => {
  const draft: Draft = { type: 'case.components', entity: id, payload: { add, remove } }
  return apply(context, [draft], `Change the stack of ${named(context.db, [id])}`)
}

export const trashCases: Write<Input<'trash'> & PartOf, Stepped> = (
  context,
  { ids, trashed, into, before },
) => {
  const drafts = ids.map((entity): Draft => ({ type: 'case.trash', entity, payload: { trashed } }))
  const label = `${trashed ? 'Trash' : 'Restore'} ${named(context.db, ids, before)}`
  return apply(context, drafts, { label, into })
}

export const linkCases: Write<{ fromId: string; toKey: string; kind: LinkKind }, Stepped & { id: string }> = (
  context,
  { fromId, toKey, kind },
) => {
  const toId = needId(context.db, toKey)
  const known = context.db.value<string>(
    `select l.id from links l join cases f on f.key = l.from_key join cases t on t.key = l.to_key
     where l.kind = ? and ((f.id = ? and t.id = ?) or (l.kind = 'related' and t.id = ? and f.id = ?))`,
    [kind, fromId, toId, fromId, toId],
  )
  if (known) return { id: known, step: null }
  const link = { id: context.newId(), fromId, toId, kind }
  const add = { type: 'link.add', entity: link.id, payload: { link } } as const
  return { id: link.id, ...apply(context, [add], `Link ${named(context.db, [fromId])}`) }
}

export const unlinkCases: Write<{ id: string }, Stepped> = (context, { id }) =>
  apply(context, [{ type: 'link.remove', entity: id, payload: {} }], 'Remove a link')

export const mergeCases: Write<Input<'merge'>, Stepped> = (context, { fromId, intoKey }) => {
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
  return apply(context, [merge], `Merge ${from.ref} into ${into.ref}`)
}
