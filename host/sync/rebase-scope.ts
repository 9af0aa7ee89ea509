import { namedBy } from '../../shared/sync/coherent.ts'
import type { Operation } from '../../shared/sync/operations.ts'
import { type Row, type RowKind, rowKey } from '../../shared/sync/overlay.ts'
import { rebase } from '../../shared/sync/rebase.ts'
import { scopeOfRow, tiedBy, tying } from '../../shared/sync/scope.ts'
import type { ReadableDatabase, WritableDatabase } from '../database/database.ts'
import { keepAside } from './aside.ts'
import { serverView } from './server-view.ts'
import { keepShadow, noteVersion, type Shadow, shadowOf, storedVersion, streamKeyOf } from './versions.ts'
import { lackingCase, type RowWriter, rowHere } from './write-row.ts'

interface Name {
  kind: RowKind
  id: string
}

interface OperationRow {
  id: string
  dseq: number
  type: string
  v: number
  entity: string
  payload: string
  base: string
  at: number
}

export const operationColumns = 'id, dseq, type, v, entity, payload, base, at'

export const operationOf = ({ payload, base, ...row }: OperationRow): Operation =>
  ({ ...row, payload: JSON.parse(payload), base: JSON.parse(base) }) as Operation

const shown = "state in ('pending', 'sent', 'rejected')"

/** Operations of a scope that are shown above what the service has: waiting ones, and refused ones until they are discarded. */
const shownAbove = (db: ReadableDatabase, scope: string): Operation[] =>
  db
    .all<OperationRow>(`select ${operationColumns} from operations where scope = ? and ${shown}`, [scope])
    .map(operationOf)

/** Scopes with all that waiting operations tie to them. */
const tiedTo = (db: ReadableDatabase, scopes: Iterable<string>): string[] => {
  const ties = db
    .all<OperationRow>(
      `select ${operationColumns} from operations where ${shown} and type in (${tying.map((type) => `'${type}'`)})`,
    )
    .map((row) => tiedBy(operationOf(row)))
  const found = new Set(scopes)
  for (let before = -1; before !== found.size; ) {
    before = found.size
    for (const tie of ties)
      if (tie.some((scope) => found.has(scope))) for (const scope of tie) found.add(scope)
  }
  return [...found]
}

/** Rows of a scope that changes of this bench may have left otherwise than the service has them. */
const leftBehind = (db: ReadableDatabase, scope: string): Name[] =>
  db.all<Name>(
    `select kind, id from shadows where scope = @scope
     union all select 'case', id from cases where id = @scope and ver = 0
     union all select 'event', id from events where case_key = (select key from cases where id = @scope) and ver = 0
     union all select 'patch', id from patches where case_key = (select key from cases where id = @scope) and ver = 0
     union all select 'link', id from links where from_key = (select key from cases where id = @scope) and ver = 0
     union all select 'customer', id from customers where id = @scope and ver = 0
     union all select 'person', id from people where id = @scope and ver = 0`,
    { scope },
  )

/** What the service has of a row, as it is known before anything is written. */
const synced = (db: ReadableDatabase, { kind, id }: Name, server: Row['body']): Shadow =>
  shadowOf(db, kind, id) ?? {
    body: server ? JSON.stringify(server) : null,
    ver: storedVersion(db, kind, id) ?? 0,
    streamKey: streamKeyOf(db, kind, id),
  }

const rank = (kind: RowKind): number => ['person', 'customer', 'case'].indexOf(kind) >>> 0

interface Work {
  name: Name
  wanted: Row
  /** Changes of this bench lie above what the service has. */
  own: boolean
  had: Shadow
}

/** What is to be shown of rows, and what the service has of them. */
const workFor = (
  db: ReadableDatabase,
  { scopes, through }: { scopes: readonly string[]; through: readonly Operation[] },
): Work[] => {
  const server = serverView(db)
  const operations = scopes.flatMap((scope) => shownAbove(db, scope))
  operations.sort((one, other) => one.dseq - other.dseq)
  const above = new Map(rebase(server, operations).rows.map((row) => [rowKey(row.kind, row.id), row]))
  const names = new Map<string, Name>()
  for (const { kind, id } of [
    ...scopes.flatMap((scope) => leftBehind(db, scope)),
    ...through.flatMap(namedBy),
    ...above.values(),
  ])
    names.set(rowKey(kind, id), { kind, id })
  return [...names].map(([key, name]) => {
    const body = server[name.kind](name.id) ?? null
    const wanted = above.get(key) ?? { ...name, body }
    return { name, wanted, own: above.has(key), had: synced(db, name, body) }
  })
}

/** Writes rows that are otherwise here, each after the case that it names; answers those whose case is not here. */
const writeAll = (db: WritableDatabase, rows: readonly Row[], writer: RowWriter): readonly Row[] => {
  let left = rows
  for (let before = -1; before !== left.length; ) {
    before = left.length
    left = left.filter((row) => {
      if (lackingCase(db, row)) return true
      const here = rowHere(db, row.kind, row.id)
      if (JSON.stringify(here.body) !== JSON.stringify(row.body)) writer.write(row)
      return false
    })
  }
  return left
}

/**
 * Shows scopes anew: what the service has of their rows, with what this bench changed and the service did not decide yet
 * above. Each comes with operations that were decided just now.
 */
export const rebaseScopes = (
  db: WritableDatabase,
  { decided, writer }: { decided: ReadonlyMap<string, readonly Operation[]>; writer: RowWriter },
): void => {
  if (decided.size === 0) return
  const through = [...decided.values()].flat()
  const scopes = tiedTo(db, [...decided.keys(), ...through.flatMap(tiedBy)])
  const work = workFor(db, { scopes, through })
  work.sort((one, other) => rank(one.name.kind) - rank(other.name.kind))
  // What belongs to a case goes before it and comes after it.
  for (const { wanted } of work.toReversed()) if (!wanted.body && wanted.kind !== 'case') writer.write(wanted)
  const lacking = new Set(
    writeAll(
      db,
      work.map(({ wanted }) => wanted).filter(({ body }) => body),
      writer,
    ),
  )
  for (const { wanted } of work) if (!wanted.body && wanted.kind === 'case') writer.write(wanted)
  for (const { name, wanted, own, had } of work) {
    if (own && had.ver !== 0)
      keepShadow(db, { ...name, scope: scopeOfRow(wanted) ?? scopes[0] ?? name.id }, had)
    else db.run('delete from shadows where kind = ? and id = ?', [name.kind, name.id])
    // The service does not tell it again, should its case come.
    if (lacking.has(wanted) && !own && had.ver > 0)
      keepAside(db, { ...name, ver: had.ver, body: had.body, key: had.streamKey ?? 0 })
    noteVersion(db, name, had)
  }
}

/** As `rebaseScopes`, for one scope in which something was decided. */
export const rebaseScope = (
  db: WritableDatabase,
  { scope, through, writer }: { scope: string; through: readonly Operation[]; writer: RowWriter },
): void => rebaseScopes(db, { decided: new Map([[scope, through]]), writer })
