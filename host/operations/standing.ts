import type { Draft } from '../../shared/sync/operations.ts'
import type { ReadableDatabase } from '../database/database.ts'
import { rowsOf } from './rows.ts'

/** The first field in which a row is no longer as it was left. */
const moved = <T extends object>(
  now: T | undefined,
  left: { [K in keyof T]?: T[K] | undefined },
): string | undefined =>
  (Object.keys(left) as (keyof T & string)[]).find(
    (field) => JSON.stringify(now?.[field]) !== JSON.stringify(left[field]),
  )

/**
 * Why what an operation did does not stand any more, as the end of a sentence, or undefined where it stands. Tags,
 * components, links and the trash are not asked for: taking one back never undoes what somebody did later.
 */
export const fallen = (db: ReadableDatabase, draft: Draft): string | undefined => {
  const rows = rowsOf(db)
  switch (draft.type) {
    case 'case.set': {
      const now = rows.case(draft.entity)
      const field = moved(now, draft.payload.set)
      return field && `the ${wordsOf(field)} of ${now?.ref ?? 'the case'} was changed since`
    }
    case 'case.merge': {
      const now = rows.case(draft.entity)
      const stands = now?.mergedInto === draft.payload.into && now.status === 'closed'
      return stands ? undefined : `${now?.ref ?? 'the case'} was changed since`
    }
    case 'event.add':
      return db.value<number>('select 1 from events where corrects = ? and retracted_at is null', [
        draft.entity,
      ]) === undefined
        ? undefined
        : 'its text was corrected since'
    case 'patch.set': {
      const now = rows.patch(draft.entity)
      const field = moved(now, draft.payload.set)
      return field && `${now ? `the ${wordsOf(field)} of ${now.title}` : 'the patch'} was changed since`
    }
    case 'customer.set': {
      const now = rows.customer(draft.entity)
      const field = moved(now, draft.payload.set)
      return field && `${now ? `the ${wordsOf(field)} of ${now.name}` : 'the customer'} was changed since`
    }
    case 'person.set': {
      const now = rows.person(draft.entity)
      const field = moved(now, draft.payload.set)
      return field && `${now ? `the ${wordsOf(field)} of ${now.name}` : 'the person'} was changed since`
    }
    default:
      return undefined
  }
}

/**
 * Rows looked through for somebody who relies on a new customer or person: what names one that was made within the
 * steps kept was itself written lately.
 */
const lately = 100_000

/** Why an operation must not be done now, because others rely on what it would take away. */
export const relied = (db: ReadableDatabase, draft: Draft): string | undefined => {
  if (draft.type === 'customer.remove')
    return used(
      db,
      `select exists (select 1 from cases c where c.hidden = 0 and c.customer_key = u.key)
         or exists (select 1 from people p where p.customer_key = u.key and p.name != '')
       from customers u where u.id = @id`,
      { id: draft.entity },
    )
  if (draft.type === 'person.remove')
    return used(
      db,
      `select exists (select 1 from cases c where c.hidden = 0 and c.owner_key = u.key)
         or u.key in (select reporter_key from cases where hidden = 0 order by recency desc limit @lately)
         or u.key in (select author_key from events order by key desc limit @lately)
       from people u where u.id = @id`,
      { id: draft.entity, lately },
    )
  return undefined
}

const used = (db: ReadableDatabase, sql: string, parameters: { id: string; lately?: number }) =>
  db.value<number | null>(sql, parameters) === 1 ? 'cases or people name it by now' : undefined

const names: Readonly<Record<string, string>> = {
  customerId: 'customer',
  contractId: 'contract',
  ownerId: 'owner',
  reporterId: 'reporter',
  dueAt: 'due date',
  handles: 'other names',
  steps: 'state',
}

const wordsOf = (field: string): string => names[field] ?? field
