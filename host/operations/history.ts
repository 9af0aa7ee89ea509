import { BenchError } from '../../shared/contract/error.ts'
import type { Draft } from '../../shared/sync/operations.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Read, Write, WriteContext } from '../database/procedure.ts'
import { giveUpRefused } from '../sync/acts.ts'
import { apply } from './apply.ts'
import { rowsOf } from './rows.ts'
import { fallen, relied } from './standing.ts'

export type Way = 'undo' | 'redo'

interface StepRow {
  seq: number
  label: string
  undone: number
}

interface Part {
  part: number
  undo: string
  redo: string
}

/** What one part of a replay did, and how many of the step's parts are done by now. */
export interface Replayed {
  label: string
  step: number
  done: number
  total: number
}

/** The step that undo would take back: the newest of which anything is done. */
const toUndo = 'select seq, label, undone from history where undone = 0 order by seq desc limit 1'

/** The step that redo would do again: the one that was taken back last, wholly or in part. */
const toRedo = `
  select h.seq, h.label, h.undone from (
    select seq as step, undone as turn from history where undone > 0
    union all select step, undone from history_parts where undone > 0
  ) join history h on h.seq = step order by turn desc, step limit 1`

const next = { undo: toUndo, redo: toRedo } as const

/** What undo and redo would take back or do again; null where there is nothing. */
export const historyLabels: Read<object, { undo: string | null; redo: string | null }> = (db) => ({
  undo: db.get<StepRow>(toUndo)?.label ?? null,
  redo: db.get<StepRow>(toRedo)?.label ?? null,
})

/** The parts of a step in the order in which a replay takes them; only those still to do. */
const partsOf = function* (db: ReadableDatabase, step: number, way: Way): Generator<Part> {
  const undone = way === 'undo' ? '= 0' : '> 0'
  const first = db.get<Part>(`select 0 as part, undo, redo from history where seq = ? and undone ${undone}`, [
    step,
  ])
  if (way === 'redo' && first) yield first
  const numbers = db.all<{ part: number }>(
    `select part from history_parts where step = ? and undone ${undone} order by part ${way === 'undo' ? 'desc' : ''}`,
    [step],
  )
  for (const { part } of numbers) {
    const found = db.get<Part>('select part, undo, redo from history_parts where step = ? and part = ?', [
      step,
      part,
    ])
    if (found) yield found
  }
  if (way === 'undo' && first) yield first
}

const needStep = (db: ReadableDatabase, way: Way, step: number | undefined): StepRow => {
  if (step === undefined) {
    const found = db.get<StepRow>(next[way])
    if (!found) throw new BenchError('nothing', `There is nothing to ${way}.`)
    return found
  }
  const found = db.get<StepRow>('select seq, label, undone from history where seq = ?', [step])
  if (!found)
    throw new BenchError(
      'nothing',
      way === 'undo'
        ? 'This change can no longer be taken back by itself. Nothing was changed.'
        : 'This change can no longer be done again: something else was changed since. Nothing was changed.',
    )
  if (partsOf(db, step, way).next().done)
    throw new BenchError(
      'nothing',
      `"${found.label}" ${way === 'undo' ? 'is taken back' : 'stands'} already. Nothing was changed.`,
    )
  return found
}

const draftsOf = (json: string) => JSON.parse(json) as Draft[]

/** Refuses to replay a part over what was changed since. */
const refuseOverwrite = (db: ReadableDatabase, { label }: StepRow, part: Part, way: Way) => {
  const [left, wanted] = way === 'undo' ? [part.redo, part.undo] : [part.undo, part.redo]
  const why =
    first(draftsOf(left), (draft) => fallen(db, draft)) ??
    first(draftsOf(wanted), (draft) => relied(db, draft))
  if (why === undefined) return
  const act = way === 'undo' ? 'taken back' : 'done again'
  throw new BenchError('changed-since', `"${label}" cannot be ${act}: ${why}. Change it by hand.`)
}

const first = <T, U>(list: readonly T[], find: (one: T) => U | undefined): U | undefined => {
  for (const one of list) {
    const found = find(one)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * The step that undo or redo is about: the one named, or whichever is next. Throws `nothing`, or `changed-since` where
 * any part of it would overwrite a later change.
 */
export const stepToReplay: Read<{ way: Way; step?: number | undefined }, { step: number }> = (
  db,
  { way, step },
) => {
  const found = needStep(db, way, step)
  for (const part of partsOf(db, found.seq, way)) refuseOverwrite(db, found, part, way)
  return { step: found.seq }
}

/** Takes back the newest part of a step, which is the named one or the newest. Throws `nothing` or `changed-since`. */
export const undo: Write<{ step?: number | undefined }, Replayed> = (context, { step }) =>
  replayPart(context, 'undo', step)

/** Does the oldest part again of a step, which is the named one or the one undone last. Throws as `undo` does. */
export const redo: Write<{ step?: number | undefined }, Replayed> = (context, { step }) =>
  replayPart(context, 'redo', step)

const replayPart = (context: WriteContext, way: Way, named: number | undefined): Replayed => {
  const { db } = context
  const step = needStep(db, way, named)
  const { value: part } = partsOf(db, step.seq, way).next()
  if (!part) throw new BenchError('nothing', `There is nothing to ${way}.`)
  refuseOverwrite(db, step, part, way)
  apply(context, giveUpRefused(context, again(db, draftsOf(part[way]))))
  mark(context, step.seq, part, way)
  context.touch('history')
  const total = 1 + (db.value<number>('select count(*) from history_parts where step = ?', [step.seq]) ?? 0)
  const left = leftOf(db, step.seq, way)
  return { label: step.label, step: step.seq, done: total - left, total }
}

const mark = ({ db }: WriteContext, step: number, { part }: Part, way: Way) => {
  const turn =
    db.value<number>(`select 1 + max(coalesce((select max(undone) from history where undone > 0), 0),
      coalesce((select max(undone) from history_parts where undone > 0), 0))`) ?? 1
  const undone = way === 'undo' ? turn : 0
  if (part === 0) db.run('update history set undone = ? where seq = ?', [undone, step])
  else db.run('update history_parts set undone = ? where step = ? and part = ?', [undone, step, part])
}

const leftOf = (db: ReadableDatabase, step: number, way: Way): number => {
  const undone = way === 'undo' ? '= 0' : '> 0'
  return (
    db.value<number>(
      `select (select count(*) from history where seq = @step and undone ${undone})
        + (select count(*) from history_parts where step = @step and undone ${undone})`,
      { step },
    ) ?? 0
  )
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
