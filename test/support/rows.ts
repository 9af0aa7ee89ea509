import type { Case, Customer, Link, Person, TimelineEvent } from '../../shared/domain/entities.ts'
import { noRows, type Overlay, overlay, type Row } from '../../shared/sync/overlay.ts'

/** A UUID that is the same for the same number. */
export const idOf = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`

export const caseRow = (id: string, more: Partial<Case> = {}): Case => ({
  ...{ id, ref: 'CB-1', title: 'Pool', description: '', status: 'new', severity: 3, kind: 'question' },
  ...{ customerId: null, contractId: null, ownerId: null, reporterId: null, dueAt: null, resolution: '' },
  ...{ createdAt: 1, updatedAt: 1, origin: null, original: {}, tags: [], components: [] },
  ...{ trashedAt: null, mergedInto: null },
  ...more,
})

export const noteRow = (id: string, caseId: string, more: Partial<TimelineEvent> = {}): TimelineEvent => ({
  ...{ id, caseId, kind: 'note', lane: 'internal', authorId: null, at: 1, body: 'Seen' },
  ...{ corrects: null, retractedAt: null, externalId: null },
  ...more,
})

export const linkRow = (id: string, fromId: string, toId: string): Link => ({
  id,
  fromId,
  toId,
  kind: 'related',
})

export const customerRow = (id: string): Customer => ({
  id,
  name: 'Acme',
  domain: '',
  notes: '',
  contracts: [],
})

export const personRow = (id: string, customerId: string | null): Person => ({
  ...{ id, name: 'Ada', email: '', handles: [], customerId, notes: '' },
})

/** Rows that are there, over which more can be put. */
export const rowsWith = (...rows: readonly Row[]): Overlay => {
  const all = overlay(noRows)
  for (const row of rows) all.put(row)
  return all
}
