import { isObject } from '../json/unit.ts'
import type { Draft, DraftEvent } from '../mapping/draft.ts'
import { htmlToPlain } from '../mapping/html.ts'
import { fieldsOf, listOf, Original } from '../mapping/original.ts'
import { personOf } from '../mapping/person.ts'
import { firstText, hostOf, oneLine, shorten, textOf } from '../mapping/text.ts'
import { kindOf, severityOf, statusOf } from '../mapping/words.ts'
import type { ImportRecord, RecordPerson } from '../record.ts'

type Fields = Record<string, unknown>

/** People and organizations are remembered by their ids, these many at most. */
const maxKnown = 1_000_000

/** Who and what the ids in tickets stand for, from the sideloads of an export. */
export class Directory {
  private readonly users = new Map<string, { name: string; email: string }>()
  private readonly organizations = new Map<string, { name: string; domain: string }>()
  private readonly fields = new Map<string, string>()

  addUser(user: Fields): void {
    const id = textOf(user.id)
    if (id === '' || this.users.size >= maxKnown) return
    this.users.set(id, { name: textOf(user.name), email: textOf(user.email) })
  }

  addOrganization(organization: Fields): void {
    const id = textOf(organization.id)
    if (id === '' || this.organizations.size >= maxKnown) return
    const domain = textOf(listOf(organization.domain_names)[0])
    this.organizations.set(id, { name: textOf(organization.name), domain })
  }

  addField(field: Fields): void {
    const name = firstText(field.title, field.raw_title)
    if (name !== '' && this.fields.size < 10_000) this.fields.set(textOf(field.id), name)
  }

  /** Somebody by id, or by the object that stands in its place. */
  person(id: unknown, embedded?: unknown): RecordPerson | null {
    const inside = fieldsOf(embedded)
    const key = textOf(id) || textOf(inside.id)
    const known = this.users.get(key)
    const handle = key ? `zendesk:${key}` : ''
    return personOf({
      name: firstText(inside.name, known?.name),
      email: firstText(inside.email, known?.email),
      handle,
    })
  }

  organization(id: unknown, embedded: unknown): Draft['customer'] {
    const inside = fieldsOf(embedded)
    const known = this.organizations.get(textOf(id) || textOf(inside.id))
    const name = firstText(inside.name, known?.name, typeof embedded === 'string' ? embedded : '')
    return name === '' ? null : { name, domain: known?.domain ?? listOf(inside.domain_names)[0] }
  }

  field(id: unknown): string {
    const key = textOf(id)
    return this.fields.get(key) ?? `custom field ${key}`
  }
}

const mapped = new Set(
  `url subject raw_subject description status priority type tags requester_id requester assignee_id assignee
  organization_id organization created_at updated_at due_at comments audits custom_fields fields users
  organizations submitter problem_id followup_source_id count next_page previous_page`.split(/\s+/),
)

const bodyOf = (comment: Fields): string =>
  firstText(comment.body, comment.plain_body) || htmlToPlain(textOf(comment.html_body))

const messageFrom = (comment: Fields, directory: Directory): DraftEvent => {
  const internal = comment.public === false
  return {
    externalId: comment.id,
    kind: internal ? 'note' : 'message',
    lane: internal ? 'internal' : 'customer',
    author: directory.person(comment.author_id, comment.author),
    at: comment.created_at,
    body: bodyOf(comment),
  }
}

/** An audit holds comments and changes made in one step: https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits/ */
const auditEvents = (audit: Fields, directory: Directory): DraftEvent[] => {
  const { created_at: at, author_id: author } = audit
  const events = listOf(audit.events).filter(isObject)
  const comments = events.filter(({ type }) => type === 'Comment')
  const messages = comments.map((one) =>
    messageFrom({ created_at: at, author_id: author, ...one }, directory),
  )
  const changes = events
    .filter(({ type }) => type === 'Change')
    .map(({ field_name: field, previous_value: from, value: to }) => ({ field: textOf(field), from, to }))
  if (changes.length === 0) return messages
  const change: DraftEvent = {
    externalId: `audit-${textOf(audit.id)}`,
    kind: 'change',
    lane: 'internal',
    author: directory.person(author),
    at,
    body: '',
    changes,
  }
  return [...messages, change]
}

const eventsFrom = (ticket: Fields, apart: readonly Fields[], directory: Directory): DraftEvent[] => {
  const all = [...listOf(ticket.comments), ...listOf(ticket.audits), ...apart].filter(isObject)
  const events = all.flatMap((one) =>
    Array.isArray(one.events) ? auditEvents(one, directory) : [messageFrom(one, directory)],
  )
  const seen = new Set<unknown>()
  return events.filter(({ externalId }) => {
    if (externalId === undefined) return true
    const known = seen.has(externalId)
    seen.add(externalId)
    return !known
  })
}

const originalFrom = (ticket: Fields, apart: readonly Fields[], directory: Directory): Original => {
  const original = new Original()
  original.keepRest(ticket, mapped)
  for (const name of ['type', 'status', 'priority']) original.keep(name, ticket[name])
  for (const { id, value } of listOf(ticket.custom_fields ?? ticket.fields).filter(isObject)) {
    original.keep(directory.field(id), value)
  }
  original.keep('submitted by', directory.person(undefined, ticket.submitter)?.name)
  const attachments = [...listOf(ticket.comments), ...apart]
    .flatMap((comment) => listOf(fieldsOf(comment).attachments))
    .filter(isObject)
    .map(({ file_name, content_url, content_type, size }) => ({ file_name, content_url, content_type, size }))
  original.keep('attachments', attachments)
  return original
}

const linksFrom = (ticket: Fields): NonNullable<ImportRecord['links']> =>
  [ticket.problem_id, ticket.followup_source_id]
    .map(textOf)
    .filter((id) => id !== '')
    .map((externalId) => ({ kind: 'related', externalId }))

/** A ticket with the comments that stood apart from it. */
export const ticketDraft = (ticket: Fields, apart: readonly Fields[], directory: Directory): Draft => {
  const host = hostOf(ticket.url)
  const id = textOf(ticket.id)
  const description = textOf(ticket.description)
  const title =
    firstText(ticket.subject, ticket.raw_subject) || shorten(oneLine(description.slice(0, 400)), 200)
  return {
    system: host ? `zendesk:${host}` : 'zendesk',
    externalId: id,
    url: host && id ? `https://${host}/agent/tickets/${encodeURIComponent(id)}` : undefined,
    title,
    description,
    status: statusOf(ticket.status),
    severity: severityOf(ticket.priority),
    kind: kindOf(ticket.type),
    createdAt: ticket.created_at,
    updatedAt: ticket.updated_at,
    dueAt: ticket.due_at,
    tags: listOf(ticket.tags),
    customer: directory.organization(ticket.organization_id, ticket.organization) ?? null,
    owner: directory.person(ticket.assignee_id, ticket.assignee),
    reporter: directory.person(
      ticket.requester_id ?? ticket.submitter_id,
      ticket.requester ?? ticket.submitter,
    ),
    events: eventsFrom(ticket, apart, directory),
    links: linksFrom(ticket),
    original: originalFrom(ticket, apart, directory),
  }
}
