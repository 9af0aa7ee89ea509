import type { SyncConflict, SyncItem } from '../../shared/contract/sync.ts'
import type { Conflict } from '../../shared/domain/conflict.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Read } from '../database/procedure.ts'
import { itemWords } from './item-words.ts'
import { serverView } from './server-view.ts'
import { type Connection, connectionOf } from './state.ts'

export interface Standing {
  connection: Connection | null
  pending: number
  rejected: number
  conflicts: number
}

const count = (db: ReadableDatabase, sql: string) => db.value<number>(sql) ?? 0

/** Where sync stands, as far as the database knows. */
export const syncStanding: Read<object, Standing> = (db) => ({
  connection: connectionOf(db),
  pending: count(db, "select count(*) from operations where state in ('pending', 'sent')"),
  rejected: count(db, "select count(*) from operations where state = 'rejected'"),
  conflicts: count(db, "select count(*) from conflicts where state = 'open'"),
})

interface ItemRow {
  id: string
  dseq: number
  state: SyncItem['state']
  type: string
  at: number
  reason: string | null
  ref: string | null
  name: string | null
  /** The kind of the event that it adds, or the names of the fields that it sets. */
  part: string | null
}

/** Changes that are not at the service: refused ones first, then by their number. */
export const syncItems: Read<{ limit: number }, { items: SyncItem[]; pending: number; rejected: number }> = (
  db,
  { limit },
) => {
  const rows = db.all<ItemRow>(
    `select o.id, o.dseq, o.state, o.type, o.at, o.reason, c.ref, coalesce(u.name, p.name) as name,
       case o.type when 'event.add' then json_extract(o.payload, '$.event.kind')
         when 'case.set' then (select group_concat(key, ' ') from json_each(o.payload, '$.set')) end as part
     from operations o left join cases c on c.id = o.scope left join customers u on u.id = o.scope
     left join people p on p.id = o.scope
     where o.state in ('rejected', 'pending', 'sent') order by o.state != 'rejected', o.dseq limit ?`,
    [limit],
  )
  const { pending, rejected } = syncStanding(db, {})
  const items = rows.map(({ type, name, part, ...row }) => ({
    ...row,
    label: [itemWords(type, part), row.ref ?? name].filter(Boolean).join(' '),
  }))
  return { items, pending, rejected }
}

const nameOf = (db: ReadableDatabase, id: string | null): string | null =>
  id === null ? null : (db.value<string>("select name from people where id = ? and name != ''", [id]) ?? null)

const subjectOf = (db: ReadableDatabase, { kind, entity, caseId }: Conflict): string => {
  const [table, column, id] =
    caseId !== null
      ? ['cases', 'ref', caseId]
      : kind === 'customer'
        ? ['customers', 'name', entity]
        : ['people', 'name', entity]
  return db.value<string>(`select ${column} from ${table} where id = ?`, [id ?? entity]) ?? ''
}

/** The value that stands for a conflict's field now, without what waits here. */
export const standingValue = (db: ReadableDatabase, { kind, entity, field }: Conflict): unknown =>
  (serverView(db)[kind](entity) as Record<string, unknown> | undefined)?.[field]

/** Open conflicts, newest first; `theirs` is what stands now. */
export const openConflicts: Read<{ caseId?: string | undefined }, { conflicts: SyncConflict[] }> = (
  db,
  { caseId },
) => {
  const rows = caseId
    ? db.all<{ body: string }>(
        `select f.body from conflicts f join cases c on c.key = f.case_key
         where c.id = ? and f.state = 'open' order by f.at desc`,
        [caseId],
      )
    : db.all<{ body: string }>("select body from conflicts where state = 'open' order by at desc limit 1000")
  const conflicts = rows.map(({ body }) => {
    const conflict = JSON.parse(body) as Conflict
    return {
      ...conflict,
      theirs: standingValue(db, conflict) ?? conflict.theirs,
      ref: subjectOf(db, conflict),
      mineByName: nameOf(db, conflict.mineBy),
      theirsByName: nameOf(db, conflict.theirsBy),
    }
  })
  return { conflicts }
}
