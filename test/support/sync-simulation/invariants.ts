import { rowsOf } from '../../../host/operations/rows.ts'
import { operationColumns, operationOf } from '../../../host/sync/rebase-scope.ts'
import { earlierPast } from '../../../host/sync/versions.ts'
import type { Case, Link, TimelineEvent } from '../../../shared/domain/entities.ts'
import type { Operation } from '../../../shared/sync/operations.ts'
import { noRows, overlay, type Row, type RowKind, rowKey } from '../../../shared/sync/overlay.ts'
import { rebase } from '../../../shared/sync/rebase.ts'
import type { Rows } from '../../../shared/sync/rows.ts'
import type { CentralRow, MemoryCentral } from '../memory-central.ts'
import { canonical, contentOf, type SimulatedBench, tables, unmarked } from './bench.ts'

/** What was durable on a bench at some time, whatever became of it. */
interface Made {
  operation: Operation
  bench: string
}

/** What the simulation knows of the benches' own changes, apart from their databases. */
export interface Ledger {
  made: Map<string, Made>
  /** The last number noted of each bench. */
  last: Map<string, number>
  /** Cases on which something is being written, by bench; as long as they may be read. */
  drafts: Map<string, Set<string>>
  /** Counts the moments at which it was looked who may read what. */
  moment: number
  /** When a case could last not be read, by bench and case. */
  unreadable: Map<string, Map<string, number>>
  /** When the last whole pull of a bench began. */
  pulledFrom: Map<string, number>
  /** Operations that counted as done when a bench was last asked. */
  settled: Map<string, Set<string>>
  /** Operations that somebody gave up or sent again as others, or that were made after the backup a bench was restored from. */
  givenUp: Set<string>
}

export const newLedger = (): Ledger => ({
  made: new Map(),
  last: new Map(),
  drafts: new Map(),
  moment: 0,
  unreadable: new Map(),
  pulledFrom: new Map(),
  settled: new Map(),
  givenUp: new Set(),
})

type OperationRow = Parameters<typeof operationOf>[0]

/** Notes operations that a bench has made since it was last looked at. */
export const noteOperations = (ledger: Ledger, bench: SimulatedBench): void => {
  const rows = bench.db.all<OperationRow>(
    `select ${operationColumns} from operations where dseq > ? order by dseq`,
    [ledger.last.get(bench.name) ?? 0],
  )
  for (const row of rows) {
    ledger.made.set(row.id, { operation: operationOf(row), bench: bench.name })
    ledger.last.set(bench.name, row.dseq)
  }
}

/** Notes what somebody on a bench has given up, or sent again under another name. */
export const noteGivenUp = (ledger: Ledger, bench: SimulatedBench): void => {
  for (const { id } of bench.db.all<{ id: string }>("select id from operations where state = 'forgotten'"))
    ledger.givenUp.add(id)
}

/** Notes what a bench no longer has since its own backup was put in its place. */
export const noteBenchRestored = (ledger: Ledger, bench: SimulatedBench): void => {
  for (const [id, made] of ledger.made)
    if (made.bench === bench.name && !bench.db.value('select 1 from operations where id = ?', [id]))
      ledger.givenUp.add(id)
  ledger.last.set(bench.name, bench.db.value<number>('select max(dseq) from operations') ?? 0)
  ledger.pulledFrom.delete(bench.name)
  for (const id of ledger.drafts.get(bench.name) ?? [])
    if (!bench.db.value('select 1 from local_values where key = ?', [`draft:${id}`]))
      ledger.drafts.get(bench.name)?.delete(id)
}

/** A bench that may still hear that it must not read the case may forget what is written on it then. */
export const noteDraft = (ledger: Ledger, { name }: SimulatedBench, caseId: string): void => {
  const unreadable = ledger.unreadable.get(name)?.get(caseId) ?? -1
  if (unreadable < (ledger.pulledFrom.get(name) ?? 0))
    ledger.drafts.set(name, new Set(ledger.drafts.get(name)).add(caseId))
}

/** Notes which cases a bench may not read now; what is written on one of them may go. */
export const noteUnreadable = (ledger: Ledger, { name }: SimulatedBench, central: MemoryCentral): void => {
  ledger.moment += 1
  const may = new Set(central.streamsOf(name))
  const unreadable = ledger.unreadable.get(name) ?? new Map<string, number>()
  ledger.unreadable.set(name, unreadable)
  for (const { kind, id, stream } of central.allRows())
    if (kind === 'case' && !may.has(stream)) unreadable.set(id, ledger.moment)
  for (const id of ledger.drafts.get(name) ?? []) {
    // A restored service may have lost a case together with the grant for it.
    const lost = central.everRestored && central.everRestricted && !central.row(rowKey('case', id))
    if (lost || unreadable.get(id) === ledger.moment) ledger.drafts.get(name)?.delete(id)
  }
}

/** What somebody is writing is not taken away while the case may be read. */
export const checkDrafts = (ledger: Ledger, bench: SimulatedBench): void => {
  for (const id of ledger.drafts.get(bench.name) ?? [])
    if (!bench.db.value<number>('select 1 from local_values where key = ?', [`draft:${id}`]))
      throw new Broken('I8', `${bench.name} lost what was being written on case ${id}`)
}

export class Broken extends Error {
  constructor(invariant: string, what: string) {
    super(`${invariant}: ${what}`)
    this.name = 'Broken'
  }
}

interface Cursor {
  id: string
  seq: number
  tag: string
}

const short = (text: string | undefined) => (text === undefined ? 'nothing' : text.slice(0, 2000))

/** What a bench keeps of a row beside the row itself, for whoever reads of a failure. */
const keptOf = ({ db }: SimulatedBench, { id }: { id: string }): string =>
  JSON.stringify({
    aside: db.all('select * from set_aside where id = ?', [id]),
    shadow: db.all('select * from shadows where id = ? or scope = ?', [id, id]),
    operations: db.all(
      'select dseq, id, type, state, reason, payload, scope from operations where scope = ? or entity = ?',
      [id, id],
    ),
    streams: db.all('select * from streams'),
  })

/** What a bench knows of the service's rows: their versions, by kind and id. */
const versionsOf = ({ db }: SimulatedBench): Map<string, number> => {
  const versions = new Map<string, number>()
  for (const [kind, table] of Object.entries(tables) as [RowKind, string][])
    for (const { id, ver } of db.iterate<Version>(`select id, ver from ${table}`))
      versions.set(rowKey(kind, id), ver)
  for (const { kind, id, ver } of db.iterate<Version>('select kind, id, ver from shadows'))
    versions.set(rowKey(kind, id), ver)
  for (const { kind, id, ver } of db.iterate<Version>('select kind, id, ver from set_aside')) {
    const key = rowKey(kind, id)
    versions.set(key, Math.max(ver, versions.get(key) ?? 0))
  }
  return versions
}

interface Version {
  kind: RowKind
  id: string
  ver: number
}

const astray = `
select * from (select rowid from search except select recency from cases)
union all select * from (select recency from cases except select rowid from search) limit 1`

/** I4, what was settled is there, and search holds every case and no other one: checked while the benches run. */
export const checkRunning = (bench: SimulatedBench, central: MemoryCentral): void => {
  const document = bench.db.value<number>(astray)
  if (document !== undefined)
    throw new Broken('Index', `the search index of ${bench.name} and its cases differ in ${document}`)
  const cursors = new Map(
    bench.db
      .all<Cursor>("select id, seq, tag from streams where tag != 'taken away'")
      .map((one) => [one.id, one]),
  )
  // Another past is noticed at the next exchange.
  for (const { id, ...cursor } of cursors.values())
    if (cursor.seq > 0 && !central.knowsCursor(id, cursor)) return
  const may = new Set(central.streamsOf(bench.name))
  const versions = versionsOf(bench)
  for (const row of central.allRows()) {
    const cursor = cursors.get(row.stream)
    if (!cursor || !may.has(row.stream) || cursor.seq < row.seq || !row.body) continue
    const known = versions.get(rowKey(row.kind, row.id)) ?? 0
    if (known !== row.ver)
      throw new Broken(
        'I4',
        `${bench.name} is past ${row.kind} ${row.id} version ${row.ver} and has ${known}; ${keptOf(bench, row)} ${canonical(row.body)}`,
      )
  }
}

/** The rows of the service that a bench may read. */
const readable = (central: MemoryCentral, bench: SimulatedBench): CentralRow[] => {
  const may = new Set(central.streamsOf(bench.name))
  return central.allRows().filter(({ stream, body }) => body && may.has(stream))
}

const operationsIn = (bench: SimulatedBench, where: string): Operation[] =>
  bench.db
    .all<OperationRow>(`select ${operationColumns} from operations where ${where} order by dseq`)
    .map(operationOf)

/**
 * Rows that a service had before it was restored, and that it does not tell this bench again: they stay where they were
 * seen.
 */
const ofEarlierPast = (bench: SimulatedBench, told: ReadonlySet<string>): Row[] => {
  const here = rowsOf(bench.db)
  const kinds = Object.keys(tables).filter((kind) => kind !== 'conflict') as (keyof typeof tables)[]
  return kinds.flatMap((kind) =>
    bench.db
      .all<{ id: string; body: string | null }>(
        `select t.id, s.body from ${tables[kind]} t left join shadows s on s.kind = ? and s.id = t.id
         where coalesce(s.ver, t.ver) = ${earlierPast}`,
        [kind],
      )
      .filter(({ id }) => !told.has(rowKey(kind, id)))
      .map(({ id, body }) => ({ kind, id, body: body ? JSON.parse(body) : (here[kind](id) ?? null) })),
  )
}

/** Rows that wait for one that may not be read; each must name such a one. */
const asideOn = (bench: SimulatedBench, server: Rows): string[] => {
  const kept = bench.db.all<{ kind: string; id: string; body: string }>(
    'select kind, id, body from set_aside',
  )
  return kept.flatMap(({ kind, id, body }) => {
    if (!(kind in tables)) return []
    const { caseId, fromId, toId, mergedInto } = JSON.parse(body) as Partial<TimelineEvent & Link & Case>
    const named = [caseId, fromId, toId, mergedInto].filter((name) => typeof name === 'string')
    const waits = (name: string) => !server.case(name) || kept.some((other) => other.id === name)
    if (!named.some(waits)) throw new Broken('I5', `${bench.name} keeps ${kind} ${id} aside without need`)
    return kind === 'case' ? [] : `${kind}:${id}`
  })
}

/** A case that was merged into one that is not here is shown as it was before. */
const asReadable = (row: CentralRow, here: ReadonlySet<string>): CentralRow => {
  const { mergedInto } = (row.body ?? {}) as Partial<Case>
  if (row.kind !== 'case' || !mergedInto || here.has(rowKey('case', mergedInto))) return row
  const body: Case = { ...(row.body as unknown as Case), mergedInto: null }
  return { ...row, body }
}

/** Cases that are shown since a bench made them, whatever the service says. */
const madeBy = (operations: readonly Operation[]): string[] =>
  operations.flatMap(({ type, entity }) =>
    type === 'case.create' || type === 'case.import' ? [rowKey('case', entity)] : [],
  )

/** I5, I6 and I8: a bench shows the rows that it may read, with its refused changes above them, and nothing else. */
const checkView = (central: MemoryCentral, bench: SimulatedBench) => {
  const server = overlay(noRows)
  const expected = new Map<string, string>()
  const rows = readable(central, bench).filter(({ kind }) => kind in tables)
  const keys = new Set(rows.map(({ kind, id }) => rowKey(kind, id)))
  const refused = operationsIn(bench, "state in ('pending', 'sent', 'rejected')")
  const here = new Set([...keys, ...madeBy(refused)])
  for (const row of [...rows.map((one) => asReadable(one, here)), ...ofEarlierPast(bench, keys)]) {
    server.put(row)
    if (row.body) expected.set(rowKey(row.kind, row.id), canonical(unmarked(row.body)))
  }
  for (const row of rebase(server, refused).rows) {
    if (row.body) expected.set(rowKey(row.kind, row.id), canonical(unmarked(row.body)))
    else expected.delete(rowKey(row.kind, row.id))
  }
  const shown = contentOf(bench)
  for (const key of asideOn(bench, server)) {
    shown.delete(key)
    expected.delete(key)
  }
  for (const key of new Set([...expected.keys(), ...shown.keys()]))
    if (expected.get(key) !== shown.get(key))
      throw new Broken(
        'I5',
        `${bench.name} shows ${key}\n  as ${short(shown.get(key))}\n  not ${short(expected.get(key))}\n  ${keptOf(bench, { id: key.slice(key.indexOf(':') + 1) })}`,
      )
}

/**
 * A service that was restored does not hear again of what it refused, nor of what a bench had to forget since it might no
 * longer read it.
 */
const mayBeForgotten = (
  id: string,
  {
    benches,
    central,
    bench,
    givenUp,
  }: {
    benches: readonly SimulatedBench[]
    central: MemoryCentral
    bench: string
    givenUp: ReadonlySet<string>
  },
): boolean => {
  if (givenUp.has(id)) return true
  const known = central.ever.get(id)
  if (known === undefined) return false
  const of = benches.find(({ name }) => name === bench)
  const state = of?.db.value<string>('select state from operations where id = ?', [id])
  if (state === 'rejected') return true
  return central.everRestricted && (state === undefined || state === 'forgotten')
}

/** All that must hold when everybody has been told everything. */
export const checkQuiet = (
  ledger: Ledger,
  benches: readonly SimulatedBench[],
  central: MemoryCentral,
): void => {
  const seen = new Set<string>()
  for (const { sent } of central.decided()) {
    if (seen.has(sent.id)) throw new Broken('I3', `${sent.type} ${sent.id} was decided twice`)
    seen.add(sent.id)
  }
  for (const { operation, bench } of ledger.made.values())
    if (
      !seen.has(operation.id) &&
      !mayBeForgotten(operation.id, { benches, central, bench, givenUp: ledger.givenUp })
    )
      throw new Broken(
        'I2',
        `${operation.type} ${operation.id} (${operation.dseq}) of ${bench} has no result`,
      )
  for (const bench of benches) checkView(central, bench)
}
