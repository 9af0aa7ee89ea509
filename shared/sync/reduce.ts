import type {
  Case,
  CaseFields,
  Component,
  Customer,
  Link,
  Patch,
  Person,
  TimelineEvent,
} from '../domain/entities.ts'
import type { Draft, Operation, OperationType, Payload } from './operations.ts'

/** The rows as they stand before an operation. */
export interface Rows {
  case(id: string): Case | undefined
  event(id: string): TimelineEvent | undefined
  link(id: string): Link | undefined
  patch(id: string): Patch | undefined
  customer(id: string): Customer | undefined
  person(id: string): Person | undefined
}

/** A row as it stands after an operation. */
export type Put =
  | { kind: 'case'; value: Case }
  | { kind: 'event'; value: TimelineEvent }
  | { kind: 'link'; value: Link }
  | { kind: 'unlink'; value: Link }
  | { kind: 'patch'; value: Patch }
  | { kind: 'no-patch'; value: Patch }
  | { kind: 'customer'; value: Customer }
  | { kind: 'no-customer'; value: Customer }
  | { kind: 'person'; value: Person }
  | { kind: 'no-person'; value: Person }

/** What an operation does: the rows it leaves, and the drafts that take it back. */
export interface Outcome {
  puts: Put[]
  inverse: Draft[]
}

/** Why an operation cannot be applied to these rows. */
export class Rejected extends Error {
  readonly reason: 'missing' | 'exists' | 'invalid'
  constructor(reason: 'missing' | 'exists' | 'invalid', message: string) {
    super(message)
    this.name = 'Rejected'
    this.reason = reason
  }
}

type Stamped = Pick<Operation, 'at'> & Draft
type Reducer<T extends OperationType> = (payload: Payload<T>, context: Context) => Outcome

interface Context {
  entity: string
  at: number
  rows: Rows
}

const nothing: Outcome = { puts: [], inverse: [] }

const missing = (what: string) => new Rejected('missing', `The ${what} is not here (any more).`)

const needCase = ({ rows }: Context, id: string): Case => {
  const found = rows.case(id)
  if (!found) throw missing('case')
  return found
}

/** Fields of `set` that differ from `before`, and what they were. */
const differing = <T extends object>(set: Partial<T>, before: T) => {
  const next: Partial<T> = {}
  const was: Partial<T> = {}
  for (const key of Object.keys(set) as (keyof T)[]) {
    if (JSON.stringify(set[key]) === JSON.stringify(before[key])) continue
    next[key] = set[key] as T[keyof T]
    was[key] = before[key]
  }
  return { next, was, any: Object.keys(next).length > 0 }
}

const reducers: { [T in OperationType]: Reducer<T> } = {
  'case.create': ({ case: value }, { rows }) => {
    if (rows.case(value.id)) throw new Rejected('exists', 'This case is here already.')
    return {
      puts: [{ kind: 'case', value }],
      inverse: [{ type: 'case.trash', entity: value.id, payload: { trashed: true } }],
    }
  },

  'case.import': ({ case: value, events }, { rows }) => {
    // A case that is not here has no events here, so that a first import asks for none.
    const fresh = rows.case(value.id) ? events.filter((event) => !rows.event(event.id)) : events
    return {
      puts: [{ kind: 'case', value }, ...fresh.map((event): Put => ({ kind: 'event', value: event }))],
      inverse: [],
    }
  },

  'case.set': ({ set, event }, context) => {
    const before = needCase(context, context.entity)
    const { next, was, any } = differing<CaseFields>(set as Partial<CaseFields>, before)
    if (!any) return nothing
    const puts: Put[] = [{ kind: 'case', value: { ...before, ...next, updatedAt: context.at } }]
    if (event) puts.push({ kind: 'event', value: event })
    const inverse: Draft[] = [
      {
        type: 'case.set',
        entity: before.id,
        payload: { set: was as Payload<'case.set'>['set'], event: null },
      },
    ]
    if (event) inverse.push({ type: 'event.retract', entity: event.id, payload: { retracted: true } })
    return { puts, inverse }
  },

  'case.tags': ({ add, remove }, context) => {
    const before = needCase(context, context.entity)
    const gone = new Set(remove)
    const added = add.filter((tag) => !before.tags.includes(tag))
    const removed = before.tags.filter((tag) => gone.has(tag))
    if (added.length + removed.length === 0) return nothing
    const tags = [...before.tags.filter((tag) => !gone.has(tag)), ...new Set(added)]
    return {
      puts: [{ kind: 'case', value: { ...before, tags, updatedAt: context.at } }],
      inverse: [{ type: 'case.tags', entity: before.id, payload: { add: removed, remove: added } }],
    }
  },

  'case.components': ({ add, remove }, context) => {
    const before = needCase(context, context.entity)
    const has = (list: Component[], one: Component) =>
      list.some((other) => componentKey(other) === componentKey(one))
    const rest = before.components.filter((one) => !has(remove, one))
    const removed = before.components.filter((one) => has(remove, one))
    // One that goes and comes again under another name, as a package does that keeps its URL, is replaced.
    const added = add.filter((one) => !has(rest, one))
    if (JSON.stringify(added) === JSON.stringify(removed)) return nothing
    const components = [...rest, ...added]
    return {
      puts: [{ kind: 'case', value: { ...before, components, updatedAt: context.at } }],
      inverse: [{ type: 'case.components', entity: before.id, payload: { add: removed, remove: added } }],
    }
  },

  'case.trash': ({ trashed }, context) => {
    const before = needCase(context, context.entity)
    if ((before.trashedAt !== null) === trashed) return nothing
    return {
      puts: [
        { kind: 'case', value: { ...before, trashedAt: trashed ? context.at : null, updatedAt: context.at } },
      ],
      inverse: [{ type: 'case.trash', entity: before.id, payload: { trashed: !trashed } }],
    }
  },

  'case.merge': ({ into, event }, context) => {
    const before = needCase(context, context.entity)
    needCase(context, into)
    if (into === before.id || before.mergedInto) throw new Rejected('invalid', 'This case is merged already.')
    return {
      puts: [
        { kind: 'case', value: { ...before, mergedInto: into, status: 'closed', updatedAt: context.at } },
        { kind: 'event', value: event },
      ],
      inverse: [
        { type: 'case.unmerge', entity: into, payload: { from: before.id, eventId: event.id } },
        { type: 'case.set', entity: before.id, payload: { set: { status: before.status }, event: null } },
      ],
    }
  },

  'case.unmerge': ({ from, eventId }, context) => {
    const before = needCase(context, from)
    const event = context.rows.event(eventId)
    if (!before.mergedInto || !event) return nothing
    return {
      puts: [
        { kind: 'case', value: { ...before, mergedInto: null, updatedAt: context.at } },
        { kind: 'event', value: { ...event, retractedAt: context.at } },
      ],
      inverse: [
        {
          type: 'case.merge',
          entity: from,
          payload: { into: before.mergedInto, event: { ...event, retractedAt: null } },
        },
      ],
    }
  },

  'event.add': ({ event }, context) => {
    const owner = needCase(context, event.caseId)
    if (context.rows.event(event.id)) throw new Rejected('exists', 'This event is on the timeline already.')
    return {
      puts: [
        { kind: 'event', value: event },
        { kind: 'case', value: { ...owner, updatedAt: context.at } },
      ],
      inverse: [{ type: 'event.retract', entity: event.id, payload: { retracted: true } }],
    }
  },

  'event.retract': ({ retracted }, context) => {
    const before = context.rows.event(context.entity)
    if (!before) throw missing('event')
    if ((before.retractedAt !== null) === retracted) return nothing
    const owner = needCase(context, before.caseId)
    return {
      puts: [
        { kind: 'event', value: { ...before, retractedAt: retracted ? context.at : null } },
        { kind: 'case', value: { ...owner, updatedAt: context.at } },
      ],
      inverse: [{ type: 'event.retract', entity: before.id, payload: { retracted: !retracted } }],
    }
  },

  'link.add': ({ link }, context) => {
    needCase(context, link.fromId)
    needCase(context, link.toId)
    if (link.fromId === link.toId) throw new Rejected('invalid', 'A case cannot be linked to itself.')
    if (context.rows.link(link.id)) return nothing
    return {
      puts: [{ kind: 'link', value: link }],
      inverse: [{ type: 'link.remove', entity: link.id, payload: {} }],
    }
  },

  'link.remove': (_payload, context) => {
    const before = context.rows.link(context.entity)
    if (!before) return nothing
    return {
      puts: [{ kind: 'unlink', value: before }],
      inverse: [{ type: 'link.add', entity: before.id, payload: { link: before } }],
    }
  },

  'patch.create': ({ patch }, context) => {
    const owner = needCase(context, patch.caseId)
    if (context.rows.patch(patch.id)) throw new Rejected('exists', 'This patch is here already.')
    return {
      puts: [
        { kind: 'patch', value: patch },
        { kind: 'case', value: { ...owner, updatedAt: context.at } },
      ],
      inverse: [{ type: 'patch.remove', entity: patch.id, payload: {} }],
    }
  },

  'patch.set': ({ set }, context) => {
    const before = context.rows.patch(context.entity)
    if (!before) throw missing('patch')
    const { next, was, any } = differing(set as Partial<Patch>, before)
    if (!any) return nothing
    const owner = needCase(context, before.caseId)
    return {
      puts: [
        { kind: 'patch', value: { ...before, ...next } },
        { kind: 'case', value: { ...owner, updatedAt: context.at } },
      ],
      inverse: [
        { type: 'patch.set', entity: before.id, payload: { set: was as Payload<'patch.set'>['set'] } },
      ],
    }
  },

  'patch.remove': (_payload, context) => {
    const before = context.rows.patch(context.entity)
    if (!before) return nothing
    return {
      puts: [{ kind: 'no-patch', value: before }],
      inverse: [{ type: 'patch.create', entity: before.id, payload: { patch: before } }],
    }
  },

  'customer.set': ({ set }, { entity, rows }) => {
    const before = rows.customer(entity)
    const value: Customer = {
      name: '',
      domain: '',
      notes: '',
      contracts: [],
      ...before,
      ...(set as Partial<Customer>),
      id: entity,
    }
    if (!value.name) throw new Rejected('invalid', 'A customer needs a name.')
    const { was, any } = differing(set as Partial<Customer>, before ?? value)
    if (before && !any) return nothing
    return {
      puts: [{ kind: 'customer', value }],
      inverse: [
        before
          ? { type: 'customer.set', entity, payload: { set: was } }
          : { type: 'customer.remove', entity, payload: {} },
      ],
    }
  },

  'customer.remove': (_payload, { entity, rows }) => {
    const before = rows.customer(entity)
    if (!before) return nothing
    const { id: _id, ...set } = before
    return {
      puts: [{ kind: 'no-customer', value: before }],
      inverse: [{ type: 'customer.set', entity, payload: { set } }],
    }
  },

  'person.set': ({ set }, { entity, rows }) => {
    const before = rows.person(entity)
    const value: Person = {
      name: '',
      email: '',
      handles: [],
      customerId: null,
      notes: '',
      ...before,
      ...(set as Partial<Person>),
      id: entity,
    }
    if (!value.name) throw new Rejected('invalid', 'A person needs a name.')
    const { was, any } = differing(set as Partial<Person>, before ?? value)
    if (before && !any) return nothing
    return {
      puts: [{ kind: 'person', value }],
      inverse: [
        before
          ? { type: 'person.set', entity, payload: { set: was } }
          : { type: 'person.remove', entity, payload: {} },
      ],
    }
  },

  'person.remove': (_payload, { entity, rows }) => {
    const before = rows.person(entity)
    if (!before) return nothing
    const { id: _id, ...set } = before
    return {
      puts: [{ kind: 'no-person', value: before }],
      inverse: [{ type: 'person.set', entity, payload: { set } }],
    }
  },
}

/** What makes two components of a stack the same one. */
export const componentKey = ({ kind, name, version, purl }: Component): string =>
  JSON.stringify([kind, purl || name.toLowerCase(), version])

/**
 * Applies one operation to the rows it finds. Pure: the same operation on the same rows gives the same outcome on
 * every bench and on the central service. Throws `Rejected` where the rows do not allow it.
 */
export const reduce = (operation: Stamped, rows: Rows): Outcome => {
  const reducer = reducers[operation.type] as Reducer<OperationType>
  return reducer(operation.payload, { entity: operation.entity, at: operation.at, rows })
}
