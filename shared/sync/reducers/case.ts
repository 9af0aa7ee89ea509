import type { CaseFields, Component } from '../../domain/entities.ts'
import { componentKey } from '../component-key.ts'
import type { Draft, Payload } from '../operations.ts'
import { type Put, Rejected } from '../rows.ts'
import { differing, needCase, nothing, type ReducersOf } from './reducer.ts'

export const caseReducers: ReducersOf<'case'> = {
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
}
