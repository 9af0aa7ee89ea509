import { Rejected } from '../rows.ts'
import { missing, needCase, nothing, type ReducersOf } from './reducer.ts'

export const eventReducers: ReducersOf<'event'> = {
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
}

export const linkReducers: ReducersOf<'link'> = {
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
}
