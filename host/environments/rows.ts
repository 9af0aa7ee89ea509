import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import type { Done, Read, Write } from '../database/procedure.ts'

/** What is under way with an environment. */
export type EnvironmentAct = 'starting' | 'stopping' | 'purging'

/** A port that was taken, and the one used in its place. */
const movedPort = z.object({ service: z.string(), container: z.int(), wanted: z.int(), port: z.int() })
export type MovedPort = z.output<typeof movedPort>

export interface EnvironmentRow {
  caseId: string
  ref: string
  project: string
  act: EnvironmentAct | null
  /** Volumes that were there before the act began. */
  volumes: string[]
  ports: MovedPort[]
  /** What the last act left to be known; empty when all went well. */
  note: string
  at: number
}

interface Stored {
  caseId: string
  ref: string
  project: string
  act: EnvironmentAct | null
  volumes: string
  ports: string
  note: string
  at: number
}

const columns = `select c.id as caseId, c.ref, e.project, e.act, e.volumes, e.ports, e.note, e.at
  from environments e join cases c on c.key = e.case_key`

const rowOf = (stored: Stored): EnvironmentRow => ({
  ...stored,
  volumes: z.array(z.string()).parse(JSON.parse(stored.volumes)),
  ports: z.array(movedPort).parse(JSON.parse(stored.ports)),
})

export const environmentRow: Read<{ caseId: string }, EnvironmentRow | null> = (db, { caseId }) => {
  const stored = db.get<Stored>(`${columns} where c.id = ?`, [caseId])
  return stored ? rowOf(stored) : null
}

/** Every environment that this bench ever started and did not purge. */
export const environmentRows: Read<Record<string, never>, EnvironmentRow[]> = (db) =>
  db.all<Stored>(`${columns} order by c.ref`).map(rowOf)

/** Notes what is under way, before it begins: what a crash leaves is known by it. Throws `not-found`. */
export const beginAct: Write<
  { caseId: string; project: string; act: EnvironmentAct; volumes: string[] },
  Done
> = ({ db, now, touch }, { caseId, project, act, volumes }) => {
  const key = db.value<number>('select key from cases where id = ?', [caseId])
  if (key === undefined) throw new BenchError('not-found', 'This case is not here (any more).')
  db.run(
    `insert into environments (case_key, project, act, volumes, ports, note, at) values (?, ?, ?, ?, '[]', '', ?)
     on conflict (case_key) do update set project = excluded.project, act = excluded.act,
       volumes = excluded.volumes, note = '', at = excluded.at`,
    [key, project, act, JSON.stringify(volumes), now()],
  )
  touch(`environment:${caseId}`)
  return {}
}

/** Notes which ports were moved, so that the status can say so. */
export const keepPorts: Write<{ caseId: string; ports: MovedPort[] }, Done> = (
  { db, touch },
  { caseId, ports },
) => {
  db.run('update environments set ports = ? where case_key = (select key from cases where id = ?)', [
    JSON.stringify(ports),
    caseId,
  ])
  touch(`environment:${caseId}`)
  return {}
}

/** Notes that nothing is under way any more. */
export const endAct: Write<{ caseId: string; note: string }, Done> = (
  { db, now, touch },
  { caseId, note },
) => {
  db.run(
    'update environments set act = null, note = ?, at = ? where case_key = (select key from cases where id = ?)',
    [note, now(), caseId],
  )
  touch(`environment:${caseId}`)
  return {}
}

/** Forgets an environment of which nothing is left. */
export const forgetEnvironment: Write<{ caseId: string }, Done> = ({ db, touch }, { caseId }) => {
  db.run('delete from environments where case_key = (select key from cases where id = ?)', [caseId])
  touch(`environment:${caseId}`)
  return {}
}

export const allowedDangers: Read<{ caseId: string }, string[]> = (db, { caseId }) =>
  db
    .all<{ danger: string }>(
      'select danger from environment_allowed where case_key = (select key from cases where id = ?)',
      [caseId],
    )
    .map(({ danger }) => danger)

/** Lets a case's environment do what these name, or, with `allow` false, no longer. */
export const allowDangers: Write<{ caseId: string; dangers: readonly string[]; allow: boolean }, Done> = (
  { db, now, touch },
  { caseId, dangers, allow },
) => {
  const key = db.value<number>('select key from cases where id = ?', [caseId])
  if (key === undefined) throw new BenchError('not-found', 'This case is not here (any more).')
  for (const danger of dangers)
    if (allow) db.run('insert or ignore into environment_allowed values (?, ?, ?)', [key, danger, now()])
    else db.run('delete from environment_allowed where case_key = ? and danger = ?', [key, danger])
  touch(`environment:${caseId}`)
  return {}
}
