import { namedBy } from '../../shared/sync/coherent.ts'
import type { Operation } from '../../shared/sync/operations.ts'
import { type Row, type RowKind, rowKey } from '../../shared/sync/overlay.ts'
import { rebase } from '../../shared/sync/rebase.ts'
import type { ReadableDatabase, WritableDatabase } from '../database/database.ts'
import { serverView } from './server-view.ts'
import { keepShadow, noteVersion, type Shadow, shadowOf, storedVersion, streamKeyOf } from './versions.ts'
import { type RowWriter, rowHere } from './write-row.ts'

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

/** Operations of a scope that are shown above what the service has: waiting ones, and refused ones until they are discarded. */
const shownAbove = (db: ReadableDatabase, scope: string): Operation[] =>
  db
    .all<OperationRow>(
      `select ${operationColumns} from operations
       where scope = ? and state in ('pending', 'sent', 'rejected') order by dseq`,
      [scope],
    )
    .map(operationOf)

/** Rows that changes of this bench may have left otherwise than the service has them. */
const leftBehind = (db: ReadableDatabase, scope: string, through: readonly Operation[]): Name[] => [
  ...db.all<Name>('select kind, id from shadows where scope = ?', [scope]),
  ...db.all<Name>(
    `select 'case' as kind, id from cases where id = @scope and ver = 0
     union all select 'event', e.id from events e join cases c on c.key = e.case_key where c.id = @scope and e.ver = 0
     union all select 'patch', p.id from patches p join cases c on c.key = p.case_key where c.id = @scope and p.ver = 0
     union all select 'link', l.id from links l join cases c on c.key = l.from_key where c.id = @scope and l.ver = 0
     union all select 'customer', id from customers where id = @scope and ver = 0
     union all select 'person', id from people where id = @scope and ver = 0`,
    { scope },
  ),
  ...through.flatMap(namedBy),
]

/** What the service has of a row, as it is known before anything is written. */
const synced = (db: ReadableDatabase, { kind, id }: Name, server: Row['body']): Shadow =>
  shadowOf(db, kind, id) ?? {
    body: server ? JSON.stringify(server) : null,
    ver: storedVersion(db, kind, id) ?? 0,
    streamKey: streamKeyOf(db, kind, id),
  }

const rank = (kind: RowKind): number => ['person', 'customer', 'case'].indexOf(kind) >>> 0

/**
 * Shows a scope anew: what the service has of its rows, with what this bench changed and the service did not decide yet
 * above. `through` are operations that were decided just now.
 */
export const rebaseScope = (
  db: WritableDatabase,
  { scope, through, writer }: { scope: string; through: readonly Operation[]; writer: RowWriter },
): void => {
  const server = serverView(db)
  const above = new Map(
    rebase(server, shownAbove(db, scope)).rows.map((row) => [rowKey(row.kind, row.id), row]),
  )
  const names = new Map(
    [...leftBehind(db, scope, through), ...above.values()].map(({ kind, id }) => [
      rowKey(kind, id),
      { kind, id },
    ]),
  )
  const work = [...names].map(([key, name]) => {
    const body = server[name.kind](name.id) ?? null
    return {
      name,
      wanted: above.get(key) ?? { ...name, body },
      own: above.has(key),
      had: synced(db, name, body),
    }
  })
  work.sort((one, other) => rank(one.name.kind) - rank(other.name.kind))
  // What belongs to a case goes before it and comes after it.
  for (const { wanted } of work.toReversed()) if (!wanted.body && wanted.kind !== 'case') writer.write(wanted)
  for (const { wanted } of work) {
    const here = rowHere(db, wanted.kind, wanted.id)
    if (wanted.body && JSON.stringify(here.body) !== JSON.stringify(wanted.body)) writer.write(wanted)
  }
  for (const { wanted } of work) if (!wanted.body && wanted.kind === 'case') writer.write(wanted)
  for (const { name, own, had } of work) {
    if (own && had.ver > 0) keepShadow(db, { ...name, scope }, had)
    else db.run('delete from shadows where kind = ? and id = ?', [name.kind, name.id])
    noteVersion(db, name, had)
  }
}
