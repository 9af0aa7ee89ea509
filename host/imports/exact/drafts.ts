import { isDeepStrictEqual } from 'node:util'
import type { Draft } from '../../../shared/sync/operations.ts'
import { nextRef } from '../../cases/ref.ts'
import type { ReadableDatabase } from '../../database/database.ts'
import type { WriteContext } from '../../database/procedure.ts'
import { rowsOf } from '../../operations/rows.ts'
import type { ExactCase } from './document.ts'

type Exact = Omit<ExactCase, 'files'>

/** Whether this case is on the bench already, with every field and event. */
export const isHere = (db: ReadableDatabase, { case: value, events, patches }: Exact): boolean => {
  const rows = rowsOf(db)
  const here = rows.case(value.id)
  const fields = Object.keys(value) as (keyof typeof value)[]
  const same = here && fields.every((field) => isDeepStrictEqual(here[field], value[field]))
  return (
    same === true &&
    events.every(({ id }) => rows.event(id)) &&
    patches.every((patch) => isDeepStrictEqual(rows.patch(patch.id), patch))
  )
}

/**
 * The drafts that make an exported case again, to the last field. People and customers that are here already stay as
 * they are; a case that is here takes the exported state. A reference that another case has is replaced by the next free.
 */
export const exactDrafts = (
  context: WriteContext,
  { case: value, events, people, customers, patches }: Exact,
): Draft[] => {
  const rows = rowsOf(context.db)
  const drafts: Draft[] = []
  for (const { id, ...set } of customers)
    if (!rows.customer(id)) drafts.push({ type: 'customer.set', entity: id, payload: { set } })
  for (const { id, ...set } of people)
    if (!rows.person(id)) drafts.push({ type: 'person.set', entity: id, payload: { set } })
  const mergedInto = value.mergedInto && rows.case(value.mergedInto) ? value.mergedInto : null
  const restored = { ...value, mergedInto, ref: freeRef(context, value.id, value.ref) }
  drafts.push({ type: 'case.import', entity: value.id, payload: { case: restored, events } })
  const belonging = patchDrafts(context, value.id, patches)
  // A patch marks its case as changed now; the case gets its own time back.
  if (belonging.length > 0)
    drafts.push(...belonging, {
      type: 'case.import',
      entity: value.id,
      payload: { case: restored, events: [] },
    })
  return drafts
}

/** A patch that is here takes the exported state; one that says it belongs to another case is left out. */
const patchDrafts = ({ db }: WriteContext, caseId: string, patches: Exact['patches']): Draft[] => {
  const rows = rowsOf(db)
  return patches
    .filter((patch) => patch.caseId === caseId)
    .flatMap((patch): Draft[] => {
      const here = rows.patch(patch.id)
      if (!here) return [{ type: 'patch.create', entity: patch.id, payload: { patch } }]
      if (here.caseId !== caseId) return []
      const { id: entity, caseId: _, createdAt: __, authorId: ___, ...set } = patch
      return [{ type: 'patch.set', entity, payload: { set } }]
    })
}

const freeRef = ({ db }: WriteContext, id: string, ref: string): string => {
  const holder = db.value<string>('select id from cases where ref = ?', [ref])
  if (holder !== undefined && holder !== id) return nextRef(db)
  reserveRef(db, ref)
  return ref
}

/** Keeps the counter ahead of a reference that came from outside, so that it is never given out again. */
const reserveRef = (db: WriteContext['db'], ref: string) => {
  const number = Number(/^CB-(\d{1,9})$/.exec(ref)?.[1] ?? 0)
  const last = Number(db.value<string>("select value from meta where name = 'last_ref'") ?? 0)
  if (number <= last) return
  db.run(
    "insert into meta (name, value) values ('last_ref', ?) on conflict (name) do update set value = excluded.value",
    [String(number)],
  )
}

/** The exported links whose both ends are here by now. */
export const exactLinkDrafts = ({ db }: { db: ReadableDatabase }, { links }: Exact): Draft[] => {
  const rows = rowsOf(db)
  return links
    .filter(({ fromId, toId }) => rows.case(fromId) && rows.case(toId))
    .map((link): Draft => ({ type: 'link.add', entity: link.id, payload: { link } }))
}
