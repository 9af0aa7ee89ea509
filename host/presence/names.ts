import { myId } from '../cases/me.ts'
import type { Read } from '../database/procedure.ts'

/** The names of others among these people, as far as this bench may know them, by id. */
export const namesOfOthers: Read<{ ids: string[] }, { id: string; name: string }[]> = (db, { ids }) =>
  db.all<{ id: string; name: string }>(
    `select id, name from people where id in (select value from json_each(?)) and name != '' and id is not ?
     order by name, id`,
    [JSON.stringify(ids), myId(db)],
  )
