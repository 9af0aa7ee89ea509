import type { CaseDetail, CaseRow } from '../../../shared/contract/cases.ts'
import type { ShownEvent } from '../../../shared/contract/timeline.ts'
import type { CaseField } from '../../../shared/domain/entities.ts'
import { iso, isoOrNull } from '../text/when.ts'

/** A row of the list as scripts rely on it: exactly these fields, instants as ISO 8601 in UTC. */
export const rowJson = (row: CaseRow) => ({
  ref: row.ref,
  id: row.id,
  title: row.title,
  status: row.status,
  severity: row.severity,
  kind: row.kind,
  customer: row.customer,
  owner: row.owner,
  updatedAt: iso(row.updatedAt),
  snippet: row.snippet?.text ?? null,
})

const fieldNames: Partial<Record<string, string>> = {
  customerId: 'customer',
  contractId: 'contract',
  ownerId: 'owner',
  reporterId: 'reporter',
  dueAt: 'due',
} satisfies Partial<Record<CaseField, string>>

/** A field of the contract under the name that the command line gives it. */
export const fieldName = (field: string): string => fieldNames[field] ?? field

const eventJson = (event: ShownEvent) => ({
  id: event.id,
  kind: event.kind,
  lane: event.lane,
  author: event.author,
  at: iso(event.at),
  body: event.body,
  ...(event.changes
    ? { changes: event.changes.map((change) => ({ ...change, field: fieldName(change.field) })) }
    : {}),
  ...(event.attachments ? { attachments: event.attachments } : {}),
  ...(event.detail ? { detail: event.detail } : {}),
  ...(event.earlier.length > 0
    ? { earlier: event.earlier.map((text) => ({ ...text, at: iso(text.at) })) }
    : {}),
  ...(event.retractedAt === null ? {} : { retractedAt: iso(event.retractedAt) }),
  ...(event.fromRef === null ? {} : { fromRef: event.fromRef }),
})

/** The attachments that are on the timeline now, with the event that brought each. */
export const attachmentsOf = (events: readonly ShownEvent[]) =>
  events
    .filter(({ retractedAt }) => retractedAt === null)
    .flatMap(({ id, attachments = [] }) => attachments.map((file) => ({ ...file, eventId: id })))

/** A whole case as one flat value: names instead of ids, then its timeline and its attachments. */
export const caseJson = (detail: CaseDetail, { events, total }: { events: ShownEvent[]; total: number }) => {
  const { case: found, customer, owner, reporter } = detail
  return {
    ref: found.ref,
    id: found.id,
    title: found.title,
    status: found.status,
    severity: found.severity,
    kind: found.kind,
    customer: customer?.name ?? null,
    contract: customer?.contracts.find(({ id }) => id === found.contractId)?.name ?? null,
    owner: owner?.name ?? null,
    reporter: reporter?.name ?? null,
    description: found.description,
    resolution: found.resolution,
    due: isoOrNull(found.dueAt),
    createdAt: iso(found.createdAt),
    updatedAt: iso(found.updatedAt),
    trashedAt: isoOrNull(found.trashedAt),
    tags: found.tags,
    components: found.components,
    links: detail.links.map(({ link, outgoing, other }) => ({
      id: link.id,
      kind: link.kind,
      outgoing,
      ref: other.ref,
      title: other.title,
      status: other.status,
    })),
    mergedInto: detail.mergedInto?.ref ?? null,
    mergedFrom: detail.mergedFrom.map(({ ref }) => ref),
    origin: found.origin,
    original: found.original,
    eventCount: total,
    events: events.map(eventJson),
    attachments: attachmentsOf(events),
  }
}
