import type { Draft } from '../../shared/sync/operations.ts'
import type { WriteContext } from '../database/procedure.ts'
import { customerIdOf, personIdOf } from './identity.ts'
import type { RecordPerson } from './record.ts'

/**
 * Finds or makes the people and customers that records name, remembering them for the batch. A person is found by
 * handle, then by address, then by exact name; a customer by exact name.
 */
export const directory = ({ db }: WriteContext) => {
  const people = new Map<string, string>()
  const customers = new Map<string, string>()
  let made: Draft[] = []

  const findPerson = ({ handle, email, name }: RecordPerson): string | undefined => {
    if (handle)
      return db.value<string>(
        'select p.id from person_handles h join people p on p.key = h.person_key where h.handle = ?',
        [handle],
      )
    if (email) return db.value<string>('select id from people where email = ? limit 1', [email])
    return db.value<string>('select id from people where name = ? limit 1', [name])
  }

  return {
    person(person: RecordPerson): string {
      const memo = person.handle ?? person.email ?? person.name
      const known = people.get(memo) ?? findPerson(person)
      if (known) {
        people.set(memo, known)
        return known
      }
      const id = personIdOf(person)
      const set = {
        name: person.name,
        email: person.email ?? '',
        handles: person.handle ? [person.handle] : [],
      }
      made.push({ type: 'person.set', entity: id, payload: { set } })
      people.set(memo, id)
      return id
    },
    customer({ name, domain }: { name: string; domain?: string }): string {
      const memo = name.toLowerCase()
      const known =
        customers.get(memo) ?? db.value<string>('select id from customers where name = ? limit 1', [name])
      if (known) {
        customers.set(memo, known)
        return known
      }
      const id = customerIdOf(name)
      made.push({ type: 'customer.set', entity: id, payload: { set: { name, domain: domain ?? '' } } })
      customers.set(memo, id)
      return id
    },
    /** The drafts that make whoever was new since the last call. */
    drafts(): Draft[] {
      const drafts = made
      made = []
      return drafts
    },
  }
}
