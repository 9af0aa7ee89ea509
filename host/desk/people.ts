import { BenchError } from '../../shared/contract/error.ts'
import type { Stepped } from '../../shared/contract/step.ts'
import type { Person } from '../../shared/domain/entities.ts'
import type { Payload } from '../../shared/sync/operations.ts'
import { myId } from '../cases/me.ts'
import type { Read, Write } from '../database/procedure.ts'
import { apply } from '../operations/apply.ts'
import { personOf, rowsOf, selectPerson } from '../operations/rows.ts'
import { containing, type Page } from './page.ts'

type Row = Record<string, string | number | null>

const unsolved = "('new', 'open', 'waiting')"

/** People by name, with how many unsolved cases each one owns. */
export const listPeople: Read<Page, { people: (Person & { openCases: number })[]; total: number }> = (
  db,
  { search, offset, limit },
) => {
  const where = "where p.name != '' and (p.name like @like escape '\\' or p.email like @like escape '\\')"
  const like = containing(search)
  return {
    total: db.value<number>(`select count(*) from people p ${where}`, { like }) ?? 0,
    people: db
      .all<Row>(
        `select s.*, (select count(*) from cases c where c.hidden = 0 and c.owner_key = s.key and c.status in ${unsolved}) as open_cases
         from (${selectPerson} ${where} order by p.name, p.key limit @limit offset @offset) s`,
        { like, limit, offset },
      )
      .map((row) => ({ ...personOf(row), openCases: Number(row.open_cases) })),
  }
}

export const getPerson: Read<{ id: string }, Person> = (db, { id }) => {
  const found = rowsOf(db).person(id)
  if (!found) throw new BenchError('not-found', 'This person is not here (any more).')
  return found
}

export const me: Read<object, Person> = (db) => getPerson(db, { id: myId(db) ?? '' })

/** What a person has of whom only the name is known. */
const blank = { email: '', handles: [], customerId: null, notes: '' }

type Fields = Payload<'person.set'>['set']

/** Makes a person, or changes the one named. A new one is written with all its fields, so that undo sees a later change. */
export const setPerson: Write<{ id?: string | undefined; set: Fields }, Stepped & { id: string }> = (
  context,
  { id, set },
) => {
  const entity = id ?? context.newId()
  const label = id ? `Change ${getPerson(context.db, { id }).name}` : `New person ${set.name ?? ''}`.trim()
  const payload = { set: id ? set : { ...blank, ...set } }
  return { id: entity, ...apply(context, [{ type: 'person.set', entity, payload }], label) }
}
