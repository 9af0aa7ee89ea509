import { BenchError } from '../../shared/contract/error.ts'
import type { TerminalBlock } from '../../shared/contract/terminals.ts'
import type { Done, Read, Write } from '../database/procedure.ts'
import type { BlockDraft, Ended, Size, Tidings } from './process/messages.ts'

/** Blocks kept of one terminal; the oldest go. */
const blocksAtMost = 10_000

/** A terminal as the database has it; `busy` is known only while it runs. */
export interface TerminalRow extends Size {
  id: string
  caseId: string | null
  title: string
  /** What a person called it. */
  name: string | null
  profile: string
  folder: string
  startedAt: number
  endedAt: number | null
  exitCode: number | null
  signal: number | null
  recording: boolean
  blocks: number
}

interface Stored extends Omit<TerminalRow, 'recording'> {
  recording: number
}

const select = `select t.id, c.id as caseId, t.title, t.name, t.profile, t.folder, t.columns, t.rows, t.started_at as startedAt,
  t.ended_at as endedAt, t.exit_code as exitCode, t.signal, t.recording,
  (select coalesce(max(number), 0) from blocks b where b.terminal_key = t.key) as blocks
  from terminals t left join cases c on c.key = t.case_key`

const rowOf = (stored: Stored): TerminalRow => ({ ...stored, recording: stored.recording === 1 })

/** All terminals, or those of a case, newest last. */
export const listTerminals: Read<{ caseId?: string | undefined }, TerminalRow[]> = (db, { caseId }) =>
  caseId === undefined
    ? db.all<Stored>(`${select} order by t.key`).map(rowOf)
    : db.all<Stored>(`${select} where c.id = ? order by t.key`, [caseId]).map(rowOf)

/** One terminal. Throws `not-found`. */
export const getTerminal: Read<{ id: string }, TerminalRow> = (db, { id }) => {
  const stored = db.get<Stored>(`${select} where t.id = ?`, [id])
  if (!stored) throw new BenchError('not-found', 'This terminal is not here (any more).')
  return rowOf(stored)
}

export const addTerminal: Write<Omit<TerminalRow, 'endedAt' | keyof Ended | 'blocks' | 'name'>, Done> = (
  { db, touch },
  { recording, caseId, ...terminal },
) => {
  db.run(
    `insert into terminals (id, case_key, title, profile, folder, columns, rows, started_at, recording) values
     (@id, (select key from cases where id = @caseId), @title, @profile, @folder, @columns, @rows, @startedAt, @recording)`,
    { ...terminal, caseId, recording: recording ? 1 : 0 },
  )
  touch('terminals')
  return {}
}

/** Notes that a shell runs in it again. */
export const restartTerminal: Write<{ id: string; startedAt: number } & Size, Done> = (
  { db, touch },
  { id, startedAt, columns, rows },
) => {
  db.run(
    `update terminals set started_at = ?, columns = ?, rows = ?, ended_at = null, exit_code = null, signal = null
     where id = ?`,
    [startedAt, columns, rows, id],
  )
  touch('terminals')
  return {}
}

export const removeTerminal: Write<{ id: string }, Done> = ({ db, touch }, { id }) => {
  db.run('delete from terminals where id = ?', [id])
  touch('terminals')
  return {}
}

export const setTerminalRecording: Write<{ id: string; on: boolean }, Done> = ({ db, touch }, { id, on }) => {
  db.run('update terminals set recording = ? where id = ?', [on ? 1 : 0, id])
  touch('terminals')
  return {}
}

/** Keeps what a person calls it; null for nothing of their own. Throws `not-found`. */
export const renameTerminal: Write<{ id: string; name: string | null }, Done> = (context, { id, name }) => {
  getTerminal(context.db, { id })
  context.db.run('update terminals set name = ? where id = ?', [name, id])
  context.touch('terminals')
  return {}
}

/** Notes that terminals ended with whoever ran them: all that were not known to have ended, or those named. */
export const loseTerminals: Write<{ ids?: string[] }, Done> = ({ db, now, touch }, { ids }) => {
  const lost =
    ids ?? db.all<{ id: string }>('select id from terminals where ended_at is null').map(({ id }) => id)
  for (const id of lost)
    db.run('update terminals set ended_at = ? where id = ? and ended_at is null', [now(), id])
  if (lost.length > 0) touch('terminals')
  return {}
}

/** Keeps what the pty process told. What is told of a terminal that was removed meanwhile is dropped. */
export const keepTidings: Write<{ all: Tidings[] }, Done> = ({ db, now, touch }, { all }) => {
  for (const { terminalId, title, folder, size, blocks, ended } of all) {
    const key = db.value<number>('select key from terminals where id = ?', [terminalId])
    if (key === undefined) continue
    db.run(
      `update terminals set title = coalesce(?, title), folder = coalesce(?, folder), columns = coalesce(?, columns),
       rows = coalesce(?, rows) where key = ?`,
      [title ?? null, folder ?? null, size?.columns ?? null, size?.rows ?? null, key],
    )
    if (ended)
      db.run('update terminals set ended_at = ?, exit_code = ?, signal = ? where key = ?', [
        now(),
        ended.exitCode,
        ended.signal,
        key,
      ])
    if (blocks) {
      for (const block of blocks) putBlock(db, key, block)
      const newest = blocks.at(-1)?.number ?? 0
      db.run('delete from blocks where terminal_key = ? and number <= ?', [key, newest - blocksAtMost])
      touch(`blocks:${terminalId}`)
    }
    touch('terminals')
  }
  return {}
}

const putBlock = (db: Parameters<typeof keepTidings>[0]['db'], terminal: number, block: BlockDraft) =>
  db.run(
    `insert into blocks (terminal_key, number, command, folder, started_at, ended_at, exit_code, output_from, output_to)
     values (@terminal, @number, @command, @folder, @startedAt, @endedAt, @exitCode, @outputFrom, @outputTo)
     on conflict (terminal_key, number) do update set ended_at = excluded.ended_at, exit_code = excluded.exit_code,
     output_to = excluded.output_to`,
    { terminal, ...block },
  )

/** The blocks of a terminal, oldest first. */
export const listBlocks: Read<{ id: string }, TerminalBlock[]> = (db, { id }) =>
  db.all(
    `select number, command, folder, started_at as startedAt, ended_at as endedAt, exit_code as exitCode from blocks
     where terminal_key = (select key from terminals where id = ?) order by number`,
    [id],
  )

/** Where the blocks of a terminal printed what, oldest first. Throws `not-found`. */
export const placesOfBlocks: Read<
  { id: string },
  Pick<BlockDraft, 'number' | 'outputFrom' | 'outputTo'>[]
> = (db, { id }) => {
  getTerminal(db, { id })
  return db.all(
    `select number, output_from as outputFrom, output_to as outputTo from blocks
     where terminal_key = (select key from terminals where id = ?) order by number`,
    [id],
  )
}

/** One block with its places. Throws `not-found`. */
export const getBlock: Read<{ id: string; number: number }, BlockDraft> = (db, { id, number }) => {
  const found = db.get<BlockDraft>(
    `select number, command, folder, started_at as startedAt, ended_at as endedAt, exit_code as exitCode,
     output_from as outputFrom, output_to as outputTo from blocks
     where terminal_key = (select key from terminals where id = ?) and number = ?`,
    [id, number],
  )
  if (!found) throw new BenchError('not-found', 'This terminal has no such block (any more).')
  return found
}
