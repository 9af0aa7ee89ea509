import type { Conflict } from '../domain/conflict.ts'
import type { Case, Link, Patch, Person, TimelineEvent } from '../domain/entities.ts'
import type { Row } from './overlay.ts'
import type { Rows } from './rows.ts'

/** The stream that everybody who is signed in reads. */
export const globalStream = 'global'

export const customerStream = (customerId: string): string => `customer:${customerId}`

export const personStream = (accountId: string): string => `person:${accountId}`

interface Places {
  rows: Pick<Rows, 'case' | 'person'>
  restricted(customerId: string): boolean
}

/**
 * The stream a row belongs to, which is who may read it: that of its restricted customer, or the global one. A link of
 * two cases belongs to a restricted one of them, a conflict to what it is about. What belongs to a case that is not
 * there is global and empty.
 */
export const streamOf = ({ kind, id, body }: Row, { rows, restricted }: Places): string => {
  const ofCustomer = (customerId: string | null | undefined) =>
    customerId && restricted(customerId) ? customerStream(customerId) : globalStream
  const ofCase = (caseId: string | null) => ofCustomer(caseId === null ? null : rows.case(caseId)?.customerId)
  switch (kind) {
    case 'case':
      return ofCustomer((body as Case | null)?.customerId)
    case 'customer':
      return ofCustomer(id)
    case 'person':
      return ofCustomer((body as Person | null)?.customerId)
    case 'event':
    case 'patch':
      return ofCase((body as TimelineEvent | Patch | null)?.caseId ?? null)
    case 'link': {
      const link = body as Link | null
      const from = ofCase(link?.fromId ?? null)
      return from === globalStream ? ofCase(link?.toId ?? null) : from
    }
    case 'conflict': {
      const conflict = body as Conflict | null
      if (conflict?.caseId) return ofCase(conflict.caseId)
      if (conflict?.kind === 'person') return ofCustomer(rows.person(conflict.entity)?.customerId)
      return conflict?.kind === 'customer' ? ofCustomer(conflict.entity) : globalStream
    }
  }
}
