import type { Customer, Person } from '../../domain/entities.ts'
import { Rejected } from '../rows.ts'
import { differing, nothing, type ReducersOf } from './reducer.ts'

export const customerReducers: ReducersOf<'customer'> = {
  'customer.set': ({ set }, { entity, rows }) => {
    const before = rows.customer(entity)
    const value: Customer = {
      name: '',
      domain: '',
      notes: '',
      contracts: [],
      ...before,
      ...(set as Partial<Customer>),
      id: entity,
    }
    if (!value.name) throw new Rejected('invalid', 'A customer needs a name.')
    const { was, any } = differing(set as Partial<Customer>, before ?? value)
    if (before && !any) return nothing
    return {
      puts: [{ kind: 'customer', value }],
      inverse: [
        before
          ? { type: 'customer.set', entity, payload: { set: was } }
          : { type: 'customer.remove', entity, payload: {} },
      ],
    }
  },
  'customer.remove': (_payload, { entity, rows }) => {
    const before = rows.customer(entity)
    if (!before) return nothing
    const { id: _id, ...set } = before
    return {
      puts: [{ kind: 'no-customer', value: before }],
      inverse: [{ type: 'customer.set', entity, payload: { set } }],
    }
  },
}

export const personReducers: ReducersOf<'person'> = {
  'person.set': ({ set }, { entity, rows }) => {
    const before = rows.person(entity)
    const value: Person = {
      name: '',
      email: '',
      handles: [],
      customerId: null,
      notes: '',
      ...before,
      ...(set as Partial<Person>),
      id: entity,
    }
    if (!value.name) throw new Rejected('invalid', 'A person needs a name.')
    const { was, any } = differing(set as Partial<Person>, before ?? value)
    if (before && !any) return nothing
    return {
      puts: [{ kind: 'person', value }],
      inverse: [
        before
          ? { type: 'person.set', entity, payload: { set: was } }
          : { type: 'person.remove', entity, payload: {} },
      ],
    }
  },
  'person.remove': (_payload, { entity, rows }) => {
    const before = rows.person(entity)
    if (!before) return nothing
    const { id: _id, ...set } = before
    return {
      puts: [{ kind: 'no-person', value: before }],
      inverse: [{ type: 'person.set', entity, payload: { set } }],
    }
  },
}
