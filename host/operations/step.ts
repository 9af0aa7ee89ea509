import type { Draft } from '../../shared/sync/operations.ts'
import type { WriteContext } from '../database/procedure.ts'

interface Step {
  label: string
  undo: Draft[]
  redo: Draft[]
}

/** Steps kept; older ones can no longer be undone. */
const stepsKept = 500

/** Remembers one act as a step of undo. What was undone before can no longer be redone. */
export const record = ({ db, now, touch }: WriteContext, { label, undo, redo }: Step): void => {
  db.run('delete from history where undone = 1')
  const { lastInsertRowid } = db.run(
    'insert into history (label, undo, redo, undone, at) values (?, ?, ?, 0, ?)',
    [label, JSON.stringify(undo), JSON.stringify(redo), now()],
  )
  db.run('delete from history where seq <= ?', [lastInsertRowid - stepsKept])
  touch('history')
}
