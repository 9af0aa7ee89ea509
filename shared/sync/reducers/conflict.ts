import type { Conflict } from '../../domain/conflict.ts'
import type { Draft } from '../operations.ts'
import { type Put, Rejected, type Rows } from '../rows.ts'
import { missing, type ReducersOf } from './reducer.ts'

/** The draft that sets the field a conflict is about; each kind of row has one operation for that. */
export const settingDraft = ({ kind, entity, field }: Conflict, value: unknown): Draft =>
  ({ type: `${kind}.set`, entity, payload: { set: { [field]: value }, event: null } }) as Draft

const settingPuts = (conflict: Conflict, value: unknown, { rows, at }: { rows: Rows; at: number }): Put[] => {
  const before = rows[conflict.kind](conflict.entity)
  if (!before) return []
  const changed = { ...before, [conflict.field]: value }
  if (conflict.kind !== 'case') return [{ kind: conflict.kind, value: changed } as Put]
  return [{ kind: 'case', value: { ...changed, updatedAt: at } } as Put]
}

export const conflictReducers: ReducersOf<'conflict'> = {
  'conflict.resolve': ({ value, by }, { entity, at, rows }) => {
    const before = rows.conflict(entity)
    if (!before) throw missing('conflict')
    if (before.state === 'resolved')
      throw new Rejected('invalid', 'Somebody has resolved this conflict already.')
    const resolved = { state: 'resolved', resolvedBy: by, resolvedAt: at, resolution: value } as const
    return {
      puts: [
        ...settingPuts(before, value, { rows, at }),
        { kind: 'conflict', value: { ...before, ...resolved } },
      ],
      inverse: [settingDraft(before, before.theirs)],
    }
  },
}
