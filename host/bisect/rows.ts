import { BenchError } from '../../shared/contract/error.ts'
import type { Stepped } from '../../shared/contract/step.ts'
import type { EventDetail } from '../../shared/domain/entities.ts'
import type {
  Bisection,
  BisectionPlan,
  BisectionResult,
  BisectionStep,
} from '../../shared/domain/stack/bisection.ts'
import type { Run } from '../../shared/domain/stack/run.ts'
import type { Verdict } from '../../shared/domain/stack/verdict.ts'
import type { Lane } from '../../shared/domain/vocabulary.ts'
import { type FinishedUpload, finishUpload } from '../attachments/changes.ts'
import { idOf } from '../cases/detail.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Done, Read, Write } from '../database/procedure.ts'
import { type FinishedRun, finishRun } from '../runs/rows.ts'
import { postEvent } from '../timeline/changes.ts'

/** As it is kept; what the differences of its plan are is found out by who shows it. */
export type StoredBisection = Omit<Bisection, 'differences'> & {
  /** The snapshot that holds the volumes of the environment; null where none are away. */
  kept: string | null
}

interface Row {
  id: string
  caseId: string
  state: Bisection['state']
  plan: string
  startedAt: number
  endedAt: number | null
  result: string | null
  problem: string
  kept: string | null
}

const select = `select b.id, c.id as caseId, b.state, b.plan, b.started_at as startedAt, b.ended_at as endedAt, b.result,
  b.problem, b.kept from bisections b join cases c on c.key = b.case_key`

const stepsOf = (db: ReadableDatabase, id: string): BisectionStep[] =>
  db
    .all<{ number: number; subject: string; verdict: Verdict; runId: string }>(
      `select s.number, s.subject, s.verdict, r.id as runId from bisection_steps s
       join bisections b on b.key = s.bisection_key join runs r on r.key = s.run_key where b.id = ? order by s.number`,
      [id],
    )
    .map(({ subject, ...step }) => ({
      ...step,
      ...(JSON.parse(subject) as Pick<BisectionStep, 'subject' | 'places'>),
    }))

// What this module wrote itself is trusted to have its shape.
const bisectionOf = (db: ReadableDatabase, { plan, result, ...row }: Row): StoredBisection => ({
  ...row,
  plan: JSON.parse(plan) as BisectionPlan,
  result: result === null ? null : (JSON.parse(result) as BisectionResult),
  steps: stepsOf(db, row.id),
})

/** Throws `not-found`. */
export const getBisection: Read<{ id: string }, StoredBisection> = (db, { id }) => {
  const row = db.get<Row>(`${select} where b.id = ?`, [id])
  if (!row) throw new BenchError('not-found', 'This bisection is not on this bench (any more).')
  return bisectionOf(db, row)
}

/** The bisections of a case, newest first. */
export const listBisections: Read<{ caseId: string; limit: number }, StoredBisection[]> = (
  db,
  { caseId, limit },
) =>
  db
    .all<Row>(`${select} where c.id = ? order by b.key desc limit ?`, [caseId, limit])
    .map((row) => bisectionOf(db, row))

export const beginBisection: Write<{ id: string; caseId: string; plan: BisectionPlan }, Done> = (
  { db, now, touch },
  { id, caseId, plan },
) => {
  if (!idOf(db, caseId)) throw new BenchError('not-found', 'This case is not here (any more).')
  db.run(
    `insert into bisections (id, case_key, state, plan, started_at)
     values (?, (select key from cases where id = ?), 'running', ?, ?)`,
    [id, caseId, JSON.stringify(plan), now()],
  )
  touch(`runs:${caseId}`)
  return {}
}

/** Says where a bisection stands. A finished one stays as it is. */
export const setBisection: Write<
  { id: string; state: Bisection['state']; problem: string; result?: BisectionResult },
  Done
> = ({ db, now, touch }, { id, state, problem, result }) => {
  const { caseId } = getBisection(db, { id })
  const over = state === 'finished' || state === 'cancelled'
  db.run(
    `update bisections set state = @state, problem = @problem, result = coalesce(@result, result), ended_at = @endedAt
     where id = @id and state not in ('finished', 'cancelled')`,
    { id, state, problem, result: result ? JSON.stringify(result) : null, endedAt: over ? now() : null },
  )
  touch(`runs:${caseId}`)
  return {}
}

/** Notes where the volumes of the environment are while it is bisected; null once they are back. */
export const keepVolumes: Write<{ id: string; kept: string | null }, Done> = ({ db }, { id, kept }) => {
  db.run('update bisections set kept = ? where id = ?', [kept, id])
  return {}
}

/** Those that ran when the bench went away can be resumed. */
export const pauseRunning: Write<{ problem: string }, Done> = ({ db }, { problem }) => {
  db.run("update bisections set state = 'paused', problem = ? where state = 'running'", [problem])
  return {}
}

/**
 * Ends the run of a step and counts the step, in one transaction: either both are known after a crash, and the step is
 * not done again, or neither is. One that was cancelled is no step.
 */
export const finishStep: Write<
  { bisectionId: string; step: Pick<BisectionStep, 'number' | 'subject' | 'places'>; finished: FinishedRun },
  Run
> = (context, { bisectionId, step: { number, ...subject }, finished }) => {
  const run = finishRun(context, finished)
  if (run.state !== 'finished' && run.state !== 'failed') return run
  context.db.run(
    `insert into bisection_steps (bisection_key, number, subject, verdict, run_key) values
     ((select key from bisections where id = @bisectionId), @number, @subject, @verdict, (select key from runs where id = @runId))`,
    { bisectionId, number, subject: JSON.stringify(subject), verdict: run.verdict, runId: run.id },
  )
  return run
}

interface Card {
  id: string
  lane: Lane
  body: string
  card: FinishedUpload & { name: string }
  /** Files of runs that are shown with it, stored already. */
  evidence: { name: string; sha256: string }[]
  detail: EventDetail
}

/** Shows what a bisection found on its case: one event with its card and the evidence of both neighbours, one step of undo. */
export const attachBisection: Write<Card, Stepped & { eventId: string }> = (
  context,
  { id, lane, body, card: { name, ...stored }, evidence, detail },
) => {
  const { caseId } = getBisection(context.db, { id })
  finishUpload(context, stored)
  // A copy that was dropped here is at the central service, under the run's own event.
  const isHere = ({ sha256 }: { sha256: string }) =>
    context.db.value('select 1 from blobs where sha256 = ?', [sha256]) !== undefined
  const attachments = [{ name, sha256: stored.sha256 }, ...evidence.filter(isHere)]
  const { id: eventId, step } = postEvent(context, { caseId, lane, kind: 'run', body, attachments, detail })
  return { eventId, step }
}
