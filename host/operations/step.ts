import { BenchError } from '../../shared/contract/error.ts'
import type { Draft } from '../../shared/sync/operations.ts'
import type { WritableDatabase } from '../database/database.ts'
import type { WriteContext } from '../database/procedure.ts'

export interface StepName {
  label: string
  /** The step that this is one more part of; it then bears this label. */
  into?: number | undefined
}

interface Step extends StepName {
  undo: Draft[]
  redo: Draft[]
}

/** Steps kept; older ones can no longer be undone. */
const stepsKept = 500
/** Parts kept beside the first ones, over all steps; about 50 KB each. */
const partsKept = 2000

/**
 * Remembers one act as a step of undo, or as one more part of a step, and answers the step's number, which no other
 * step ever has. What was undone before can no longer be redone. Throws `changed-since` for a part of a step that is
 * gone or was taken back.
 */
export const record = (context: WriteContext, { label, into, undo, redo }: Step): number => {
  const { db, touch } = context
  const drafts = { undo: JSON.stringify(undo), redo: JSON.stringify(redo) }
  const step = into === undefined ? begin(context, label, drafts) : extend(db, { into, label, drafts })
  // Only after the insert, so that the number of what goes is not given again.
  db.run('delete from history where undone > 0')
  db.run('delete from history_parts where undone > 0')
  touch('history')
  return step
}

interface Drafts {
  undo: string
  redo: string
}

const begin = ({ db, now }: WriteContext, label: string, { undo, redo }: Drafts): number => {
  const { lastInsertRowid: step } = db.run(
    'insert into history (label, undo, redo, undone, at) values (?, ?, ?, 0, ?)',
    [label, undo, redo, now()],
  )
  db.run('delete from history where seq <= ?', [step - stepsKept])
  return step
}

const extend = (
  db: WritableDatabase,
  { into, label, drafts: { undo, redo } }: { into: number; label: string; drafts: Drafts },
): number => {
  const open = db.value<number>(
    `select 1 from history where seq = @step and undone = 0
       and not exists (select 1 from history_parts where step = @step and undone > 0)`,
    { step: into },
  )
  if (open === undefined)
    throw new BenchError(
      'changed-since',
      'This change was taken back while it was still being made. The rest of it is left out.',
    )
  db.run(
    `insert into history_parts (step, part, undo, redo, undone)
     select @step, coalesce(max(part), 0) + 1, @undo, @redo, 0 from history_parts where step = @step`,
    { step: into, undo, redo },
  )
  db.run('update history set label = ? where seq = ?', [label, into])
  db.run(
    `delete from history where seq < ? and seq <=
       (select step from history_parts order by step desc, part desc limit 1 offset ?)`,
    [into, partsKept],
  )
  return into
}
