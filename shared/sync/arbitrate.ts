import { v5 } from 'uuid'
import type { Conflict } from '../domain/conflict.ts'
import type { Case, TimelineEvent } from '../domain/entities.ts'
import { type Care, type CaredKind, careOf, settingOf } from './care.ts'
import { requireCoherent } from './coherent.ts'
import { componentKey } from './component-key.ts'
import { mergeText } from './merge-text.ts'
import type { Draft, Operation } from './operations.ts'
import { reduce } from './reduce.ts'
import { settingDraft } from './reducers/conflict.ts'
import { type Put, Rejected, type Rows } from './rows.ts'
import { requireSeenThread, type ThreadMessage } from './thread.ts'

/** What the central service knows beside the rows when it decides about an operation. */
export interface Bench {
  /** The person whose bench sent it. */
  person: string
  /** The service's clock, in milliseconds. */
  at: number
  /** What is added to the bench's clock to get the service's; 0 where they are close. */
  skew: number
  /** Who set a field last, where that is known. */
  writerOf(kind: CaredKind, id: string, field: string): string | null
  /** The open conflict that an earlier change of this person to the field has left. */
  openConflict(kind: CaredKind, id: string, field: string): Conflict | undefined
  /** The reference of a new case: the wanted one, or another where that is taken. */
  refFor(wanted: string, caseId: string): string
  /** The conversation of a case with its customer, as it was before these operations; asked for where one is a reply. */
  thread(caseId: string): readonly ThreadMessage[]
}

/** What an operation comes to on the service. */
export interface Ruling {
  puts: Put[]
  conflicts: Conflict[]
}

/** The namespace of conflicts' ids, so that the same operation always makes the same conflicts. */
const conflictNamespace = 'b3f6f5a2-6f0e-4f0c-9a55-6d2a6b1f7c10'

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

type Fields = Record<string, unknown>

interface Settled {
  set: Fields
  conflicts: Conflict[]
}

interface Setting {
  kind: CaredKind
  entity: string
  caseId: string | null
  set: Fields
  base: Fields
}

interface Lost extends Setting {
  field: string
  rule: Care
  theirs: unknown
  mine: unknown
}

/**
 * Decides field by field what of a change takes effect. A cared field that moved since, to something else than what is
 * wanted, keeps what it is and becomes a conflict; texts are merged first.
 */
const settle = (operation: Operation, setting: Setting, now: Fields, bench: Bench): Settled => {
  const { kind, base } = setting
  const settled: Settled = { set: {}, conflicts: [] }
  for (const [field, mine] of Object.entries(setting.set)) {
    const care = field in base ? careOf(kind, field) : undefined
    const theirs = now[field]
    if (same(mine, theirs)) continue
    if (!care || same(base[field], theirs)) {
      settled.set[field] = mine
      continue
    }
    const whole =
      care === 'text'
        ? mergeText({ base: String(base[field]), theirs: String(theirs), mine: String(mine) })
        : undefined
    if (whole !== undefined) {
      settled.set[field] = whole
      continue
    }
    settled.conflicts.push(conflictOf(operation, { ...setting, field, rule: care, theirs, mine }, bench))
  }
  return settled
}

/** A second change on top of one that lost takes its place in the conflict, which still starts where the first one did. */
const conflictOf = (
  { id }: Operation,
  { kind, entity, caseId, base, field, rule, theirs, mine }: Lost,
  bench: Bench,
): Conflict => {
  const open = bench.openConflict(kind, entity, field)
  const earlier = open && same(open.mine, base[field]) ? open : undefined
  return {
    id: earlier?.id ?? v5(`${id} ${field}`, conflictNamespace),
    ...{ kind, entity, caseId, field, rule, theirs, mine },
    base: earlier ? earlier.base : base[field],
    mineBy: bench.person,
    theirsBy: bench.writerOf(kind, entity, field),
    at: bench.at,
    ...{ state: 'open', resolvedBy: null, resolvedAt: null },
  }
}

const caseOf = (kind: CaredKind, row: Fields, entity: string): string | null => {
  if (kind === 'case') return entity
  return kind === 'patch' ? (row.caseId as string) : null
}

/** A change of fields whose event tells only what took effect; with nothing left to tell it is there and retracted. */
const told = (event: TimelineEvent | null, set: Fields, at: number): TimelineEvent | null => {
  if (!event?.changes) return event
  const changes = event.changes.filter(({ field }) => field in set)
  const idle = changes.length === 0 && event.body === ''
  return { ...event, changes, retractedAt: idle ? at : event.retractedAt }
}

/** One that this bench made while the service's clock said otherwise gets the service's time. */
const timed = (event: TimelineEvent, { at, skew }: Bench): TimelineEvent =>
  skew === 0 ? event : { ...event, at: Math.max(0, Math.min(at, event.at + skew)) }

/** Nobody writes in another's name, except what an import brought. */
const own = (event: TimelineEvent, bench: Bench): TimelineEvent => {
  if (event.authorId !== null && event.authorId !== bench.person)
    throw new Rejected('invalid', 'This was written in the name of somebody else.')
  return timed(event, bench)
}

const importedOver = (operation: Extract<Operation, { type: 'case.import' }>, now: Case): Fields => {
  const value = operation.payload.case
  const base = operation.base as Partial<Case>
  // A first import of what another bench imported before it changes nothing that people did since.
  const fields = Object.keys(operation.base).length === 0 ? [] : Object.keys(value)
  const set: Fields = {}
  for (const field of fields)
    if (!same(value[field as keyof Case], base[field as keyof Case])) set[field] = value[field as keyof Case]
  for (const field of ['id', 'ref', 'tags', 'components', 'updatedAt', 'mergedInto', 'trashedAt'])
    delete set[field]
  const dropped = new Set((base.tags ?? []).filter((tag) => !value.tags.includes(tag)))
  const had = new Set(base.tags ?? [])
  const tags = [...now.tags.filter((tag) => !dropped.has(tag)), ...value.tags.filter((tag) => !had.has(tag))]
  const known = new Set(now.components.map(componentKey))
  const components = [
    ...now.components,
    ...(base.components ? [] : value.components.filter((one) => !known.has(componentKey(one)))),
  ]
  return { ...set, tags: [...new Set(tags)], components }
}

const ruleImport = (
  operation: Extract<Operation, { type: 'case.import' }>,
  rows: Rows,
  bench: Bench,
): Ruling => {
  const { case: value, events } = operation.payload
  const now = rows.case(operation.entity)
  const fresh = events
    .filter(({ id }) => !rows.event(id))
    .map((event): Put => ({ kind: 'event', value: event }))
  if (!now) {
    const created = { ...value, ref: bench.refFor(value.ref, value.id) }
    return { puts: [{ kind: 'case', value: created }, ...fresh], conflicts: [] }
  }
  const setting = {
    kind: 'case' as const,
    entity: now.id,
    caseId: now.id,
    set: importedOver(operation, now),
    base: operation.base,
  }
  const { set, conflicts } = settle(operation, setting, { ...now }, bench)
  if (Object.keys(set).length + fresh.length === 0) return { puts: [], conflicts }
  return {
    puts: [
      {
        kind: 'case',
        value: { ...now, ...set, updatedAt: Math.max(now.updatedAt, value.updatedAt) } as Case,
      },
      ...fresh,
    ],
    conflicts,
  }
}

const ruleSetting = (operation: Operation, kind: CaredKind, rows: Rows, bench: Bench): Ruling => {
  const { set, event } = operation.payload as { set: Fields; event?: TimelineEvent | null }
  const now = rows[kind](operation.entity) as Fields | undefined
  const written = event ? own(event, bench) : event
  if (!now)
    return plain({ ...operation, payload: { ...operation.payload, event: written } } as Draft, rows, bench)
  const caseId = caseOf(kind, now, operation.entity)
  const setting = { kind, entity: operation.entity, caseId, set, base: operation.base }
  const settled = settle(operation, setting, now, bench)
  const payload = { set: settled.set, event: told(written ?? null, settled.set, bench.at) }
  const { puts } = reduce({ ...operation, payload, at: bench.at } as Draft & { at: number }, rows)
  // The words of whoever changed nothing in the end are kept all the same.
  const kept: Put[] = puts.length === 0 && payload.event ? [{ kind: 'event', value: payload.event }] : []
  return { puts: [...puts, ...kept], conflicts: settled.conflicts }
}

const plain = (draft: Draft, rows: Rows, { at }: Bench): Ruling => ({
  puts: reduce({ ...draft, at }, rows).puts,
  conflicts: [],
})

/** What the customer would read without their last words having been read is not taken. */
const ruleEvent = (
  operation: Extract<Operation, { type: 'event.add' }>,
  rows: Rows,
  bench: Bench,
): Ruling => {
  const event = own(operation.payload.event, bench)
  const ruling = plain({ ...operation, payload: { event } }, rows, bench)
  const nameOf = (id: string) => rows.person(id)?.name ?? null
  requireSeenThread(operation, bench.thread(event.caseId), { writer: bench.person, nameOf })
  return ruling
}

/** The conflict ends; where its field moved on meanwhile, what was chosen is judged as any other change. */
const ruleResolve = (
  operation: Extract<Operation, { type: 'conflict.resolve' }>,
  rows: Rows,
  bench: Bench,
): Ruling => {
  const payload = { ...operation.payload, by: bench.person }
  const { puts } = reduce({ ...operation, payload, at: bench.at }, rows)
  const conflict = rows.conflict(operation.entity)
  if (!conflict) return { puts, conflicts: [] }
  const ended = puts.filter(({ kind }) => kind === 'conflict')
  const draft = settingDraft(conflict, payload.value)
  const change = { ...operation, ...draft } as Operation
  const ruling = ruleSetting(change, conflict.kind, rows, bench)
  return { puts: [...ruling.puts, ...ended], conflicts: ruling.conflicts }
}

/**
 * Decides what an operation comes to on the central service: the rows it leaves and the conflicts it makes. Pure. Throws
 * `Rejected` where it cannot be applied at all.
 */
export const arbitrate = (operation: Operation, rows: Rows, bench: Bench): Ruling => {
  requireCoherent(operation)
  switch (operation.type) {
    case 'case.import':
      return ruleImport(operation, rows, bench)
    case 'case.create': {
      const value = {
        ...operation.payload.case,
        ref: bench.refFor(operation.payload.case.ref, operation.entity),
      }
      return plain({ ...operation, payload: { case: value } }, rows, bench)
    }
    case 'event.add':
      return ruleEvent(operation, rows, bench)
    case 'case.merge':
      return plain(
        { ...operation, payload: { ...operation.payload, event: own(operation.payload.event, bench) } },
        rows,
        bench,
      )
    case 'conflict.resolve':
      return ruleResolve(operation, rows, bench)
    default: {
      const kind = settingOf(operation.type)
      return kind ? ruleSetting(operation, kind, rows, bench) : plain(operation, rows, bench)
    }
  }
}
