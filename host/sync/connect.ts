import { myId } from '../cases/me.ts'
import type { Write } from '../database/procedure.ts'
import { apply } from '../operations/apply.ts'
import { type Connection, connectionOf, dropConnection, putConnection } from './state.ts'

export interface Joined {
  connection: Connection
  /** The person that this bench's user is at the service. */
  personId: string
  /** What the service calls its user. */
  accountName: string
}

/** Changes of one person's own row that the machine made before anybody knew better. */
const ownChanges = "type = 'person.set' and entity = ?"

/** What each operation of the time before is about, which was not noted then. */
const noteScopes = `
update operations set scope = case type
  when 'event.add' then json_extract(payload, '$.event.caseId')
  when 'link.add' then json_extract(payload, '$.link.fromId')
  when 'patch.create' then json_extract(payload, '$.patch.caseId')
  when 'case.unmerge' then json_extract(payload, '$.from')
  when 'event.retract' then coalesce((
    select c.id from events e join cases c on c.key = e.case_key where e.id = operations.entity), entity)
  when 'patch.set' then coalesce((
    select c.id from patches p join cases c on c.key = p.case_key where p.id = operations.entity), entity)
  else entity end
where scope is null`

/**
 * Makes this bench one of a service's. Its user becomes the person that the service knows, in everything that was written
 * here so far. Changes that were made before wait to be sent.
 */
export const joinService: Write<Joined, Record<string, never>> = (
  context,
  { connection, personId, accountName },
) => {
  const { db, touch } = context
  const before = myId(db)
  if (before && before !== personId) becomePerson(context, before, personId)
  db.run(noteScopes)
  putConnection(db, connection)
  if (before === personId)
    apply(context, [{ type: 'person.set', entity: personId, payload: { set: { name: accountName } } }])
  for (const topic of ['sync', 'people', 'cases', 'outbox'] as const) touch(topic)
  return {}
}

const becomePerson = ({ db }: Parameters<typeof joinService>[0], old: string, id: string) => {
  db.run(`update operations set payload = '{"set":{}}', base = '{}' where ${ownChanges}`, [old])
  db.run(
    `update operations set payload = replace(payload, @old, @id), base = replace(base, @old, @id),
       entity = case entity when @old then @id else entity end, scope = case scope when @old then @id else scope end
     where state != 'settled'`,
    { old, id },
  )
  for (const table of ['history', 'history_parts'])
    db.run(`update ${table} set undo = replace(undo, @old, @id), redo = replace(redo, @old, @id)`, {
      old,
      id,
    })
  const there = db.value<number>('select key from people where id = ?', [id])
  if (there === undefined) db.run('update people set id = ? where id = ?', [id, old])
  db.run("update meta set value = ? where name = 'me'", [id])
}

/** Another device of the same service from now on: everything the service did not confirm is sent under it. */
export const signInAgain: Write<{ deviceId: string }, Record<string, never>> = (
  { db, touch },
  { deviceId },
) => {
  const connection = connectionOf(db)
  if (!connection) return {}
  // The service tells its streams again, and notes that this device holds them.
  putConnection(db, { ...connection, deviceId, acked: 0, grants: null })
  db.run("update operations set state = 'pending' where state = 'sent'")
  touch('sync')
  return {}
}

/** Ends the connection. Rows stay; what waited goes on waiting. */
export const leaveService: Write<object, Record<string, never>> = ({ db, touch }) => {
  dropConnection(db)
  db.run("update operations set state = 'pending' where state = 'sent'")
  touch('sync')
  return {}
}

export const setPaused: Write<{ paused: boolean }, Record<string, never>> = ({ db, touch }, { paused }) => {
  const connection = connectionOf(db)
  if (connection) putConnection(db, { ...connection, paused })
  touch('sync')
  return {}
}
