import { BenchError } from '../../shared/contract/error.ts'
import type { Stepped } from '../../shared/contract/step.ts'
import type { Customer } from '../../shared/domain/entities.ts'
import type { Payload } from '../../shared/sync/operations.ts'
import type { Read, Write } from '../database/procedure.ts'
import { apply } from '../operations/apply.ts'
import { customerOf, rowsOf } from '../operations/rows.ts'
import { containing, type Page } from './page.ts'

type Row = Record<string, string | number | null>

/** Customers by name, with how many unsolved cases each one has. */
export const listCustomers: Read<Page, { customers: (Customer & { openCases: number })[]; total: number }> = (
  db,
  { search, offset, limit },
) => {
  const where = "where name != '' and (name like @like escape '\\' or domain like @like escape '\\')"
  const like = containing(search)
  return {
    total: db.value<number>(`select count(*) from customers ${where}`, { like }) ?? 0,
    customers: db
      .all<Row>(
        `select s.*, (select count(*) from cases c where c.hidden = 0 and c.customer_key = s.key
           and c.status in ('new', 'open', 'waiting')) as open_cases
         from (select * from customers ${where} order by name, key limit @limit offset @offset) s`,
        { like, limit, offset },
      )
      .map((row) => ({ ...customerOf(row), openCases: Number(row.open_cases) })),
  }
}

export const getCustomer: Read<{ id: string }, Customer> = (db, { id }) => {
  const found = rowsOf(db).customer(id)
  if (!found) throw new BenchError('not-found', 'This customer is not here (any more).')
  return found
}

/** What a customer has of whom only the name is known. */
const blank = { domain: '', notes: '', contracts: [] }

type Fields = Payload<'customer.set'>['set']

/** Makes a customer, or changes the one named. A new one is written with all its fields, so that undo sees a later change. */
export const setCustomer: Write<{ id?: string | undefined; set: Fields }, Stepped & { id: string }> = (
  context,
  { id, set },
) => {
  const entity = id ?? context.newId()
  const label = id
    ? `Change ${getCustomer(context.db, { id }).name}`
    : `New customer ${set.name ?? ''}`.trim()
  const payload = { set: id ? set : { ...blank, ...set } }
  return { id: entity, ...apply(context, [{ type: 'customer.set', entity, payload }], label) }
}
