import { BenchError } from '../../shared/contract/error.ts'
import type { CaseFields } from '../../shared/domain/entities.ts'
import type { Draft } from '../../shared/sync/operations.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Read, Write, WriteContext } from '../database/procedure.ts'
import { apply } from './apply.ts'
import { rowsOf } from './rows.ts'

interface StepRow {
  seq: number
  label: string
  undo: string
  redo: string
}

/** What undo and redo would take back or do again; null where there is nothing. */
export const historyLabels: Read<object, { undo: string | null; redo: string | null }> = (db) => ({
  undo: db.value<string>('select label from history where undone = 0 order by seq desc limit 1') ?? null,
  redo: db.value<string>('select label from history where undone = 1 order by seq limit 1') ?? null,
})

/** Takes back the newest step. Throws `nothing`, or `changed-since` where that would overwrite a later change. */
export const undo: Write<object, { label: string }> = (context) => {
  const step = context.db.get<StepRow>('select * from history where undone = 0 order by seq desc limit 1')
  if (!step) throw new BenchError('nothing', 'There is nothing to undo.')
  return replay(context, step, { drafts: step.undo, expected: step.redo, undone: 1 })
}

/** Does the step again that was undone last. Throws `nothing` or `changed-since`. */
export const redo: Write<object, { label: string }> = (context) => {
  const step = context.db.get<StepRow>('select * from history where undone = 1 order by seq limit 1')
  if (!step) throw new BenchError('nothing', 'There is nothing to redo.')
  return replay(context, step, { drafts: step.redo, expected: step.undo, undone: 0 })
}

const replay = (
  context: WriteContext,
  { seq, label }: StepRow,
  { drafts, expected, undone }: { drafts: string; expected: string; undone: 0 | 1 },
) => {
  refuseOverwrite(context.db, JSON.parse(expected) as Draft[], label)
  apply(context, again(context.db, JSON.parse(drafts) as Draft[]))
  context.db.run('update history set undone = ? where seq = ?', [undone, seq])
  context.touch('history')
  return { label }
}

/** An event that is on the timeline already, retracted, comes back by taking the retraction back. */
const again = (db: ReadableDatabase, drafts: Draft[]): Draft[] => {
  const rows = rowsOf(db)
  return drafts.flatMap((draft): Draft[] => {
    if (draft.type === 'event.add' && rows.event(draft.entity))
      return [{ type: 'event.retract', entity: draft.entity, payload: { retracted: false } }]
    if (draft.type === 'case.create' && rows.case(draft.entity))
      return [{ type: 'case.trash', entity: draft.entity, payload: { trashed: false } }]
    if (draft.type === 'case.set' && draft.payload.event && rows.event(draft.payload.event.id))
      return [
        { ...draft, payload: { ...draft.payload, event: null } },
        { type: 'event.retract', entity: draft.payload.event.id, payload: { retracted: false } },
      ]
    return [draft]
  })
}

const refuseOverwrite = (db: ReadableDatabase, expected: Draft[], label: string) => {
  const rows = rowsOf(db)
  for (const draft of expected) {
    if (draft.type !== 'case.set') continue
    const now = rows.case(draft.entity)
    const moved = (Object.keys(draft.payload.set) as (keyof CaseFields)[]).find(
      (field) => JSON.stringify(now?.[field]) !== JSON.stringify(draft.payload.set[field]),
    )
    if (moved)
      throw new BenchError(
        'changed-since',
        `"${label}" cannot be taken back: the ${moved} of ${now?.ref ?? 'the case'} was changed since. Change it by hand.`,
      )
  }
}
