import type { Patch } from '../../domain/entities.ts'
import type { Payload } from '../operations.ts'
import { Rejected } from '../rows.ts'
import { differing, missing, needCase, nothing, type ReducersOf } from './reducer.ts'

export const patchReducers: ReducersOf<'patch'> = {
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
}
