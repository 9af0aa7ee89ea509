import type { Case } from '../../shared/domain/entities.ts'
import type { Operation } from '../../shared/sync/operations.ts'
import type { Row, RowKind } from '../../shared/sync/overlay.ts'
import { type PullLine, pullLine, rowBodies } from '../../shared/sync/protocol.ts'
import { scopeOfRow } from '../../shared/sync/scope.ts'
import type { WritableDatabase } from '../database/database.ts'
import type { Write, WriteContext } from '../database/procedure.ts'
import { keepAside, left, takeAside } from './aside.ts'
import { mayRemove } from './large-removal.ts'
import { afterPurge, forget, leavesTraces, purgeCase, purgeStreams } from './purge.ts'
import { rebaseScopes } from './rebase-scope.ts'
import { dropReceipt, noteReceipt } from './receipts.ts'
import { ackedHere, settle } from './settle.ts'
import { type Connection, connectionOf, putConnection } from './state.ts'
import { earlierPast, isRowKind, keepShadow, noteVersion, shadowOf, storedVersion } from './versions.ts'
import { lackingCase, type RowWriter, rowHere, rowWriter } from './write-row.ts'

/** What one piece of an answer did. */
export interface Applied {
  rows: number
  rejected: number
  /** The answer is at its end; null before. */
  end: { more: boolean } | null
  /** The cursors were of another past; nothing was applied. */
  restored: boolean
}

type Hello = Extract<PullLine, { epoch: string }>
type RowLine = Extract<PullLine, { k: string }>
type Mark = Extract<PullLine, { mark: string }>
type End = Extract<PullLine, { more: boolean }>

interface Work {
  context: WriteContext
  writer: RowWriter
  connection: Connection
  /** Scopes to be shown anew, with the operations that were decided in them. */
  scopes: Map<string, Operation[]>
  /** Whether anything waits at all; a bench without own changes asks no row for its scope. */
  waiting: boolean
  streamKeys: Map<string, number>
  applied: Applied
  /** Whether rows went where they may not be read, and the blobs of these. */
  moved: boolean
  purged: string[]
  /** What went of each stream that said so, by its key. */
  gone: Map<number, { cases: number; rows: number }>
}

/**
 * Applies one piece of the answer to a pull, which is whole lines up to a mark or to the end: rows, cursors and what was
 * decided of this bench's operations, in one transaction. Throws where a line is not of the protocol, and applies
 * nothing of the piece then.
 */
export const applyPull: Write<{ text: string }, Applied> = (context, { text }) => {
  const { db } = context
  const connection = connectionOf(db)
  if (!connection) throw new Error('This bench is not connected')
  const applied: Applied = { rows: 0, rejected: 0, end: null, restored: false }
  const waiting = "select 1 from operations where state in ('pending', 'sent', 'rejected') limit 1"
  const work: Work = {
    ...{ context, connection, applied },
    writer: rowWriter(context),
    scopes: new Map(),
    waiting: db.value(waiting) !== undefined,
    streamKeys: new Map(),
    moved: false,
    purged: [],
    gone: new Map(),
  }
  let stream = ''
  for (const line of text.split('\n')) {
    if (line === '') continue
    const parsed = pullLine.parse(JSON.parse(line))
    if ('epoch' in parsed) greet(work, parsed)
    else if ('stream' in parsed) stream = parsed.stream
    else if ('k' in parsed) take(work, stream, parsed)
    else if ('mark' in parsed) mark(work, parsed)
    else end(work, parsed)
    if (applied.restored) return applied
  }
  noteGone(work)
  rebaseScopes(db, { decided: work.scopes, writer: work.writer })
  work.writer.finish()
  // Only now do rows with own changes above them say from which stream they are.
  if (applied.end?.more === false) purgeStreams(context, 'taken away')
  if (work.moved) afterPurge(context, work.purged)
  putConnection(db, connection)
  context.touch('sync')
  return applied
}

const greet = ({ connection, applied, context: { db } }: Work, hello: Hello) => {
  if (hello.restored || (connection.epoch !== null && connection.epoch !== hello.epoch)) {
    applied.restored = true
    return
  }
  connection.epoch = hello.epoch
  if (hello.organisation) connection.organisation = hello.organisation
  if (!hello.streams) return
  connection.grants = hello.grants ?? null
  const mine = new Set(hello.streams)
  const known = db.all<{ id: string }>('select id from streams').map(({ id }) => id)
  for (const id of mine) {
    if (known.includes(id)) continue
    streamKey(db, id)
    dropReceipt(db, id)
  }
  // What is taken away is purged at the end, when all that other streams still grant has come.
  for (const id of known)
    if (!mine.has(id)) db.run("update streams set tag = 'taken away' where id = ?", [id])
}

const streamKey = (db: WritableDatabase, id: string): number =>
  db.value<number>('select key from streams where id = ?', [id]) ??
  db.run("insert into streams (id, seq, tag) values (?, 0, '')", [id]).lastInsertRowid

/** Rows are bounded by what their kind may be; one that this program does not know is kept as it came. */
const rowOf = ({ k, i, b }: RowLine): Row | undefined => {
  if (!isRowKind(k)) return undefined
  if (b === undefined || b === null) return { kind: k, id: i, body: null }
  const { data } = rowBodies[k].safeParse(b)
  return data && data.id === i ? { kind: k, id: i, body: data } : undefined
}

const take = (work: Work, stream: string, line: RowLine) => {
  const { db } = work.context
  const key = work.streamKeys.get(stream) ?? streamKey(db, stream)
  work.streamKeys.set(stream, key)
  work.applied.rows += 1
  if (line.moved) return setAside(db, key, { ...line, b: left })
  if (line.e) return takeErased(work, line, key)
  const row = rowOf(line)
  if (!row || lackingCase(db, row)) return wait(work, line, { row, key })
  apply(work, row, { ver: line.v, streamKey: key })
}

/** A row that was erased on request, or that something was taken out of: what was here of it goes from the disk too. */
const takeErased = (work: Work, line: RowLine, key: number) => {
  const { db } = work.context
  const row = rowOf(line)
  if (!row || lackingCase(db, row)) return wait(work, line, { row, key })
  const { kind, id, body } = row
  db.run('delete from set_aside where kind = ? and id = ?', [kind, id])
  const older = (storedVersion(db, kind, id) ?? line.v) < line.v
  if (body) apply(work, row, { ver: line.v, streamKey: key })
  const went = body ? older : older && moveAway(work, { kind, id, ver: line.v })
  const traces = !body && !went && leavesTraces(db, id)
  if (traces) forget(db, id)
  if (!body) noteVersion(db, { kind, id }, { ver: line.v, streamKey: key })
  countGone(work, key, { kind, went })
  // A bench that never had it has nothing to clean up.
  work.moved ||= went || traces
}

/** Keeps what cannot be shown yet. */
const wait = (work: Work, line: RowLine, { row, key }: { row: Row | undefined; key: number }) => {
  setAside(work.context.db, key, line)
  if (row) showUnmerged(work, row, { ver: line.v, streamKey: key })
}

/**
 * A case that was merged into one that may not be read is shown as it was before, as one is whose other case goes: all
 * that belongs to it needs it.
 */
const showUnmerged = (work: Work, { kind, id, body }: Row, { ver, streamKey: key }: Came) => {
  if (kind !== 'case' || !body || known(work, { kind, id }) >= ver) return
  const { db } = work.context
  const aside = db.value<number>("select ver from set_aside where kind = 'case' and id = ?", [id])
  if (aside !== ver) return
  const unmerged: Case = { ...(body as Case), mergedInto: null }
  show(work, { kind, id, body: unmerged }, { ver: earlierPast, streamKey: key })
}

/** The version of a row that is known here; 0 for one that the service has not told. */
const known = ({ context: { db } }: Work, { kind, id }: Pick<Row, 'kind' | 'id'>): number =>
  shadowOf(db, kind, id)?.ver ?? storedVersion(db, kind, id) ?? 0

interface Came {
  ver: number
  streamKey: number
}

const apply = (work: Work, row: Row, came: Came) => {
  // A row that is gone leaves no version that an older one kept aside could be compared with.
  if (!row.body)
    work.context.db.run('delete from set_aside where kind = ? and id = ? and ver < ?', [
      ...[row.kind, row.id, came.ver],
    ])
  if (known(work, row) >= came.ver) return
  show(work, row, came)
}

const show = (work: Work, row: Row, { ver, streamKey: key }: Came) => {
  const { db } = work.context
  const shadow = shadowOf(db, row.kind, row.id)
  const stored = storedVersion(db, row.kind, row.id)
  const scope = work.waiting ? pendingScope(db, row) : null
  const had = { body: row.body ? JSON.stringify(row.body) : null, ver, streamKey: key }
  if (shadow || (scope !== null && stored === 0)) {
    const of = scope ?? shadowScope(db, row) ?? row.id
    keepShadow(db, { ...row, scope: of }, had)
    note(work.scopes, of)
    return
  }
  if (scope !== null) note(work.scopes, scope)
  work.writer.write(row)
  noteVersion(db, row, had)
}

const shadowScope = (db: WritableDatabase, { kind, id }: Pick<Row, 'kind' | 'id'>): string | undefined =>
  db.value<string>('select scope from shadows where kind = ? and id = ?', [kind, id])

/** A row that went where it may not be read. */
const moveAway = (work: Work, { kind, id, ver }: { kind: RowKind; id: string; ver: number }): boolean => {
  const { db } = work.context
  const here = shadowOf(db, kind, id)?.ver ?? storedVersion(db, kind, id)
  // One that a change of this bench removed is not here and would come back with what is kept under that change.
  if (here === undefined || here >= ver) return false
  const scope = scopeOfRow(rowHere(db, kind, id)) ?? shadowScope(db, { kind, id }) ?? id
  if (kind === 'case') {
    work.writer.finish()
    work.purged.push(...purgeCase(work.context, id))
  } else {
    db.run('delete from shadows where kind = ? and id = ?', [kind, id])
    work.writer.write({ kind, id, body: null })
    noteVersion(db, { kind, id }, { ver: 0, streamKey: null })
    if (scope === id) forget(db, id)
  }
  if (work.waiting) note(work.scopes, scope)
  work.moved = true
  return true
}

const countGone = ({ gone }: Work, key: number, { kind, went }: { kind: string; went: boolean }) => {
  const { cases, rows } = gone.get(key) ?? { cases: 0, rows: 0 }
  gone.set(key, { cases: cases + (went && kind === 'case' ? 1 : 0), rows: rows + (went ? 1 : 0) })
}

/**
 * What left its stream is not here, up to where the stream was read; nothing of it had to be here. Where some of it still
 * waits to go, nothing is said.
 */
const noteGone = ({ context: { db, now }, gone }: Work) => {
  for (const [key, counts] of gone) {
    const waiting = `select 1 from set_aside where stream_key = ? and body = '"${left}"' limit 1`
    if (db.value(waiting, [key]) !== undefined) continue
    const stream = db.get<{ id: string; seq: number }>('select id, seq from streams where key = ?', [key])
    if (stream) noteReceipt(db, { stream: stream.id, upTo: stream.seq, ...counts, at: now() })
  }
}

const note = (scopes: Map<string, Operation[]>, scope: string, ...through: Operation[]) =>
  scopes.set(scope, [...(scopes.get(scope) ?? []), ...through])

/** The scope of a row in which something of this bench waits; null where nothing does. */
const pendingScope = (db: WritableDatabase, row: Row): string | null => {
  const scope = scopeOfRow(row) ?? scopeOfRow(rowHere(db, row.kind, row.id))
  if (scope === null) return null
  const waits = db.value<number>(
    "select 1 from operations where scope = ? and state in ('pending', 'sent', 'rejected') limit 1",
    [scope],
  )
  return waits === undefined ? null : scope
}

const setAside = (db: WritableDatabase, key: number, { k, i, v, b }: RowLine) =>
  keepAside(db, {
    ...{ kind: k, id: i, key, ver: v },
    body: b === undefined || b === null ? null : JSON.stringify(b),
  })

const waits = (db: WritableDatabase, row: Row | undefined): boolean => !row || lackingCase(db, row)

interface KeptAside {
  kind: string
  id: string
  key: number
  ver: number
  body: string | null
}

/** Takes up one that was kept aside, where nothing it needs is missing; answers whether it did. */
const takeUpOne = (work: Work, { kind, id, key, ver, body }: KeptAside, removes: boolean): boolean => {
  const { db } = work.context
  const value: unknown = body === null ? undefined : JSON.parse(body)
  const row = rowOf({ k: kind, i: id, v: ver, q: 0, b: value })
  const leaves = value === left && isRowKind(kind)
  if (leaves ? !removes : waits(db, row)) return false
  // Before it is taken up, since a case that leaves puts others aside, perhaps in the place of this one.
  if (!takeAside(db, { kind, id, ver, body })) return false
  if (leaves) countGone(work, key, { kind, went: moveAway(work, { kind, id, ver }) })
  else if (row) apply(work, row, { ver, streamKey: key })
  return true
}

/** Tries what was kept aside again, until nothing more of it can be shown. */
const takeUp = (work: Work) => {
  const { db } = work.context
  const removes = mayRemove(work.context)
  for (let before = -1, count = 0; before !== count; ) {
    before = count
    const aside = db.all<KeptAside>('select kind, id, stream_key as key, ver, body from set_aside')
    count = aside.filter((one) => !takeUpOne(work, one, removes)).length
  }
}

const mark = ({ context: { db }, streamKeys }: Work, { mark: stream, seq, tag }: Mark) => {
  const key = streamKeys.get(stream) ?? streamKey(db, stream)
  db.run('update streams set seq = ?, tag = ? where key = ?', [seq, tag, key])
}

const end = (work: Work, { more, acked, outcomes = [] }: End) => {
  const { context, connection, applied } = work
  applied.end = { more }
  if (more) return
  takeUp(work)
  work.writer.finish()
  const onErased = (blobs: readonly string[]) => {
    work.purged.push(...blobs)
    work.moved = true
  }
  const upTo = acked === undefined ? 0 : ackedHere(context.db, acked)
  if (upTo > connection.acked) {
    for (const { operation, scope } of settle(context, { acked: upTo, outcomes, onErased }))
      note(work.scopes, scope, operation)
    connection.acked = upTo
  }
  // It took them, and was restored to a past before that.
  if (acked !== undefined)
    context.db.run("update operations set state = 'pending' where state = 'sent' and dseq > ?", [acked])
  applied.rejected = outcomes.filter(({ outcome }) => outcome === 'rejected').length
  dropOldConflicts(work)
  showRefused(work)
  connection.complete = true
  connection.syncedAt = context.now()
}

/** Scopes with refused changes that are shown anew after news; each may need rows that have come. */
const refusedAtMost = 500

/** What refused changes can show depends on rows of others too, which may have come now. */
const showRefused = ({ context: { db }, scopes }: Work) => {
  const refused = db.all<{ scope: string }>(
    `select distinct scope from operations where state = 'rejected' and scope is not null limit ${refusedAtMost}`,
  )
  for (const { scope } of refused) note(scopes, scope)
}

/** Conflicts of before a restore that did not come again: the service made them, and makes those that remain anew. */
const dropOldConflicts = ({ context: { db }, scopes }: Work) => {
  const old = db.all<{ id: string; entity: string; caseId: string | null }>(
    `select f.id, f.entity, c.id as caseId from conflicts f left join cases c on c.key = f.case_key
     where f.ver = ${earlierPast} and not exists
       (select 1 from shadows s where s.kind = 'conflict' and s.id = f.id and s.ver != ${earlierPast})`,
  )
  for (const { id, entity, caseId } of old) {
    db.run("delete from shadows where kind = 'conflict' and id = ?", [id])
    db.run('delete from conflicts where id = ?', [id])
    note(scopes, caseId ?? entity)
  }
}
