import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import type { Snapshot } from '../../shared/contract/snapshots.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Done, Read, Write } from '../database/procedure.ts'

/** A volume of an environment as a snapshot keeps it. */
const keptVolume = z.object({
  /** The volume of the environment; empty for one without a name, which is known by the service and the path. */
  name: z.string(),
  /** The volume of ours that holds the copy. */
  copy: z.string(),
  driver: z.string(),
  labels: z.record(z.string(), z.string()),
  options: z.record(z.string(), z.string()),
  mount: z.object({ service: z.string(), path: z.string() }).nullable(),
  bytes: z.int(),
})
export type KeptVolume = z.output<typeof keptVolume>

const facts = z.object({
  volumes: z.array(keptVolume),
  files: z.int(),
  fileBytes: z.int(),
  /** What a second copy takes, which lies ready for the next time. */
  spareBytes: z.int().default(0),
})
export type SnapshotFacts = z.output<typeof facts>

export interface SnapshotRow {
  id: string
  caseId: string
  name: string
  from: string | null
  createdAt: number
  state: 'making' | 'ready' | 'removing'
  current: boolean
  facts: SnapshotFacts
}

interface Stored extends Omit<SnapshotRow, 'facts' | 'current'> {
  current: number
  facts: string
}

const select = `select s.id, c.id as caseId, s.name, f.name as "from", s.created_at as createdAt, s.state, s.facts,
  coalesce(p.at_key = s.key, 0) as current
  from snapshots s join cases c on c.key = s.case_key left join snapshots f on f.key = s.from_key
  left join snapshot_places p on p.case_key = s.case_key`

const rowOf = (stored: Stored): SnapshotRow => ({
  ...stored,
  current: stored.current === 1,
  facts: facts.parse(JSON.parse(stored.facts)),
})

/** A snapshot as clients see it. */
export const shown = ({ id, name, createdAt, from, current, facts }: SnapshotRow): Snapshot => {
  const volumes = facts.volumes.map((one) => ({
    name: one.name || `${one.mount?.service}:${one.mount?.path}`,
    bytes: one.bytes,
  }))
  const bytes = volumes.reduce((sum, one) => sum + one.bytes, facts.fileBytes)
  return {
    id,
    name,
    createdAt,
    from,
    current,
    volumes,
    bytes,
    files: facts.files,
    spareBytes: facts.spareBytes,
  }
}

/** The whole snapshots of a case, oldest first. */
export const listSnapshots: Read<{ caseId: string }, SnapshotRow[]> = (db, { caseId }) =>
  db.all<Stored>(`${select} where c.id = ? and s.state = 'ready' order by s.key`, [caseId]).map(rowOf)

/** What was begun and not ended, of all cases. */
export const halfSnapshots: Read<Record<string, never>, SnapshotRow[]> = (db) =>
  db.all<Stored>(`${select} where s.state != 'ready' order by s.key`).map(rowOf)

/** The whole snapshots of all cases. */
export const wholeSnapshots: Read<Record<string, never>, SnapshotRow[]> = (db) =>
  db.all<Stored>(`${select} where s.state = 'ready' order by s.key`).map(rowOf)

/** The ids of all snapshots; what an engine has of others was left behind. */
export const snapshotIds: Read<Record<string, never>, string[]> = (db) =>
  db.all<{ id: string }>('select id from snapshots').map(({ id }) => id)

/** Restores that were cut off. */
export const openRestores: Read<Record<string, never>, { caseId: string; name: string }[]> = (db) =>
  db.all(
    `select c.id as caseId, s.name from snapshot_places p join snapshots s on s.key = p.restoring_key
     join cases c on c.key = p.case_key`,
  )

export const findSnapshot: Read<{ caseId: string; name: string }, SnapshotRow | null> = (db, input) => {
  const stored = db.get<Stored>(`${select} where c.id = ? and s.name = ? and s.state = 'ready'`, [
    input.caseId,
    input.name,
  ])
  return stored ? rowOf(stored) : null
}

const keyOfCase = (db: ReadableDatabase, caseId: string): number => {
  const key = db.value<number>('select key from cases where id = ?', [caseId])
  if (key === undefined) throw new BenchError('not-found', 'This case is not here (any more).')
  return key
}

/** Notes a snapshot before anything of it is made. Throws `exists`, `not-found`. */
export const beginSnapshot: Write<{ id: string; caseId: string; name: string }, Done> = (
  { db, now },
  { id, caseId, name },
) => {
  const key = keyOfCase(db, caseId)
  if (db.value('select 1 from snapshots where case_key = ? and name = ?', [key, name]))
    throw new BenchError(
      'exists',
      `There is a snapshot "${name}" of this case already. Nothing was changed. Choose another name, or remove it first.`,
    )
  db.run(
    `insert into snapshots (id, case_key, name, from_key, created_at, state, facts) values
     (?, ?, ?, (select at_key from snapshot_places where case_key = ?), ?, 'making', '{"volumes":[],"files":0,"fileBytes":0}')`,
    [id, key, name, key, now()],
  )
  return {}
}

/** Says that a snapshot is whole; `at` says that the environment stands at it. */
export const finishSnapshot: Write<{ id: string; facts: SnapshotFacts; at: boolean; from?: string }, Done> = (
  { db, touch },
  input,
) => {
  db.run("update snapshots set state = 'ready', facts = ? where id = ?", [
    JSON.stringify(input.facts),
    input.id,
  ])
  if (input.from !== undefined)
    db.run('update snapshots set from_key = (select key from snapshots where id = ?) where id = ?', [
      input.from,
      input.id,
    ])
  if (input.at)
    db.run(
      `insert into snapshot_places (case_key, at_key) select case_key, key from snapshots where id = ?
       on conflict (case_key) do update set at_key = excluded.at_key`,
      [input.id],
    )
  touchCase(db, touch, input.id)
  return {}
}

/** Notes what the spares of a snapshot take. */
export const noteSpare: Write<{ id: string; bytes: number }, Done> = ({ db, touch }, { id, bytes }) => {
  db.run("update snapshots set facts = json_set(facts, '$.spareBytes', ?) where id = ?", [bytes, id])
  touchCase(db, touch, id)
  return {}
}

const touchCase = (db: ReadableDatabase, touch: (topic: `snapshots:${string}`) => void, id: string) => {
  const caseId = db.value<string>(
    'select c.id from cases c join snapshots s on s.case_key = c.key where s.id = ?',
    [id],
  )
  if (caseId) touch(`snapshots:${caseId}`)
}

/** Notes that a snapshot is going, before anything of it goes. */
export const beginRemoval: Write<{ id: string }, Done> = ({ db, touch }, { id }) => {
  db.run("update snapshots set state = 'removing' where id = ?", [id])
  touchCase(db, touch, id)
  return {}
}

export const forgetSnapshot: Write<{ id: string }, Done> = ({ db, touch }, { id }) => {
  touchCase(db, touch, id)
  db.run('delete from snapshots where id = ?', [id])
  return {}
}

/** Notes that an environment is being taken back to a snapshot, or with null that nothing is under way. */
export const markRestoring: Write<{ caseId: string; id: string | null }, Done> = ({ db }, { caseId, id }) => {
  db.run(
    `insert into snapshot_places (case_key, restoring_key) values (?, (select key from snapshots where id = ?))
     on conflict (case_key) do update set restoring_key = excluded.restoring_key`,
    [keyOfCase(db, caseId), id],
  )
  return {}
}

/** Says that an environment stands at a snapshot, and that nothing is under way. */
export const finishRestore: Write<{ caseId: string; id: string }, Done> = ({ db, touch }, { caseId, id }) => {
  db.run(
    `update snapshot_places set restoring_key = null, at_key = (select key from snapshots where id = ?)
     where case_key = ?`,
    [id, keyOfCase(db, caseId)],
  )
  touch(`snapshots:${caseId}`)
  return {}
}
