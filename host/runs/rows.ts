import { BenchError } from '../../shared/contract/error.ts'
import type { Stepped } from '../../shared/contract/step.ts'
import type { EventDetail } from '../../shared/domain/entities.ts'
import { durationOf, type Run, type RunFile, type RunRepeat } from '../../shared/domain/stack/run.ts'
import { type Verdict, verdictOfAll } from '../../shared/domain/stack/verdict.ts'
import type { Lane } from '../../shared/domain/vocabulary.ts'
import { type FinishedUpload, finishUpload } from '../attachments/changes.ts'
import { idOf } from '../cases/detail.ts'
import type { Done, Read, Write, WriteContext } from '../database/procedure.ts'
import { postEvent } from '../timeline/changes.ts'

type Facts = Pick<Run, 'command' | 'commit' | 'repeat' | 'timeoutMs' | 'services'>

interface Stored {
  id: string
  caseId: string
  state: Run['state']
  verdict: Verdict | null
  startedAt: number
  endedAt: number | null
  facts: string
  repeats: string
  files: string
  problem: string
  bisectionId: string | null
}

const select = `select r.id, c.id as caseId, r.state, r.verdict, r.started_at as startedAt, r.ended_at as endedAt, r.facts,
  r.repeats, r.problem, b.id as bisectionId,
  (select json_group_array(json_object('role', role, 'name', name, 'sha256', sha256, 'bytes', bytes) order by key)
   from run_files f where f.run_key = r.key) as files
  from runs r join cases c on c.key = r.case_key left join bisections b on b.key = r.bisection_key`

// What this module wrote itself is trusted to have its shape.
const runOf = ({ facts, repeats, files, ...stored }: Stored): Run => ({
  ...stored,
  ...(JSON.parse(facts) as Facts),
  repeats: JSON.parse(repeats) as RunRepeat[],
  files: JSON.parse(files) as RunFile[],
})

/** The runs of a case, newest first. */
export const listRuns: Read<{ caseId: string; limit: number }, Run[]> = (db, { caseId, limit }) =>
  db.all<Stored>(`${select} where c.id = ? order by r.key desc limit ?`, [caseId, limit]).map(runOf)

/** Throws `not-found`. */
export const getRun: Read<{ id: string }, Run> = (db, { id }) => {
  const stored = db.get<Stored>(`${select} where r.id = ?`, [id])
  if (!stored) throw new BenchError('not-found', 'This run is not on this bench (any more).')
  return runOf(stored)
}

/** Runs that were under way when the bench went away. */
export const openRuns: Read<object, { id: string; caseId: string }[]> = (db) =>
  db
    .all<Stored>(`${select} where r.state = 'running' order by r.key`)
    .map(({ id, caseId }) => ({ id, caseId }))

/** The command that checks a case; null for its `repro.sh`. */
export const checkOf: Read<{ caseId: string }, { command: string | null }> = (db, { caseId }) => ({
  command:
    db.value<string>('select k.command from checks k join cases c on c.key = k.case_key where c.id = ?', [
      caseId,
    ]) ?? null,
})

export const keepCheck: Write<{ caseId: string; command: string | null }, Done> = (
  { db, touch },
  { caseId, command },
) => {
  if (command === null)
    db.run('delete from checks where case_key = (select key from cases where id = ?)', [caseId])
  else
    db.run(
      `insert into checks (case_key, command) select key, ? from cases where id = ?
       on conflict (case_key) do update set command = excluded.command`,
      [command, caseId],
    )
  touch(`runs:${caseId}`)
  return {}
}

/** Notes that a check begins. Throws `not-found`. */
export const beginRun: Write<
  Facts & { id: string; caseId: string; startedAt: number; bisectionId: string | null },
  Done
> = ({ db, touch }, { id, caseId, startedAt, bisectionId, ...facts }) => {
  if (!idOf(db, caseId)) throw new BenchError('not-found', 'This case is not here (any more).')
  db.run(
    `insert into runs (id, case_key, state, started_at, facts, bisection_key) values (@id,
     (select key from cases where id = @caseId), 'running', @startedAt, @facts,
     (select key from bisections where id = @bisectionId))`,
    { id, caseId, startedAt, facts: JSON.stringify(facts), bisectionId },
  )
  touch(`runs:${caseId}`)
  return {}
}

/** Notes that one execution is over: it is known even where the next one takes the bench down. */
export const keepRepeat: Write<{ id: string; repeat: RunRepeat }, Done> = ({ db, touch }, { id, repeat }) => {
  const { caseId, repeats } = getRun(db, { id })
  db.run('update runs set repeats = ? where id = ?', [JSON.stringify([...repeats, repeat]), id])
  touch(`runs:${caseId}`)
  return {}
}

export interface FinishedRun {
  id: string
  state: Exclude<Run['state'], 'running'>
  endedAt: number
  files: (FinishedUpload & Pick<RunFile, 'role' | 'name'>)[]
  services: Run['services']
  problem: string
  /** Whether what failed may have failed because of something else than the problem. */
  unsure?: boolean
}

/** What executions say of the problem; not that it is gone where some are missing. */
const verdictOfRun = ({ state, repeats }: Pick<Run, 'state' | 'repeats'>): Verdict => {
  const verdict = verdictOfAll(repeats.map(({ exitCode }) => exitCode))
  return state === 'finished' || verdict === 'reproduced' ? verdict : 'inconclusive'
}

/** Ends a run, with all that it left. */
export const finishRun: Write<FinishedRun, Run> = (
  context,
  { id, state, endedAt, files, services, problem, unsure = false },
) => {
  const { db, touch } = context
  const before = getRun(db, { id })
  for (const { role: _role, name: _name, ...file } of files) finishUpload(context, file)
  const { command, commit, repeat, timeoutMs } = before
  for (const { role, name, sha256, bytes } of files)
    db.run(
      `insert into run_files (run_key, role, name, sha256, bytes)
       values ((select key from runs where id = ?), ?, ?, ?, ?)`,
      [id, role, name, sha256, bytes],
    )
  db.run(
    `update runs set state = @state, verdict = @verdict, ended_at = @endedAt, problem = @problem, facts = @facts
     where id = @id`,
    {
      ...{ id, state, endedAt, problem },
      verdict: unsure ? 'inconclusive' : verdictOfRun({ state, repeats: before.repeats }),
      facts: JSON.stringify({ command, commit, repeat, timeoutMs, services } satisfies Facts),
    },
  )
  touch(`runs:${before.caseId}`)
  return getRun(db, { id })
}

/** Shows a run on its case: one event, with all its files, as one step of undo. Throws `not-found`, `invalid`. */
export const attachRun: Write<{ id: string; lane: Lane; body: string }, Stepped & { eventId: string }> = (
  context,
  { id, lane, body },
) => {
  const run = getRun(context.db, { id })
  if (run.verdict === null)
    throw new BenchError('invalid', 'This check still runs. Attach it when it is over.')
  return postRun(context, { ...run, verdict: run.verdict }, { lane, body })
}

const postRun = (
  context: WriteContext,
  run: Run & { verdict: Verdict },
  { lane, body }: { lane: Lane; body: string },
): Stepped & { eventId: string } => {
  const { id: runId, caseId, verdict, startedAt, repeats, command, commit, services, files } = run
  const detail: EventDetail = {
    type: 'run',
    ...{ runId, verdict, startedAt, commit, services },
    exitCodes: repeats.map(({ exitCode }) => exitCode),
    durationMs: durationOf(repeats),
    command: command.slice(0, 100_000),
  }
  const attachments = files.map(({ name, sha256 }) => ({ name, sha256 }))
  const { id, step } = postEvent(context, { caseId, lane, kind: 'run', body, attachments, detail })
  return { eventId: id, step }
}
