import { isObject, type Wrappers } from '../json/unit.ts'
import { jsonUnits } from '../json/units.ts'
import { fieldsOf, listOf } from '../mapping/original.ts'
import { textOf } from '../mapping/text.ts'
import { joined, type ValueUnit } from './join.ts'
import { notObject, type Reader } from './reader.ts'
import { Directory, ticketDraft } from './zendesk-ticket.ts'

/**
 * Tickets of Zendesk: lists, single tickets and incremental exports of its API with their sideloads
 * (https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/), and files of one JSON object a
 * line, where comments may be embedded in their tickets or stand for themselves anywhere.
 */

const wrappers: Wrappers = {
  triggers: new Set(['tickets']),
  inside: new Set(['users', 'organizations', 'comments', 'audits', 'ticket_fields']),
}
const besideTickets = new Set(['', ...wrappers.inside])

type Fields = Record<string, unknown>
type Thing = {
  kind: 'ticket' | 'comment' | 'audit' | 'user' | 'organization' | 'field' | 'none'
  value: Fields
}

const byList: ReadonlyMap<string, Thing['kind']> = new Map([
  ['tickets', 'ticket'],
  ['comments', 'comment'],
  ['ticket_comments', 'comment'],
  ['audits', 'audit'],
  ['ticket_audits', 'audit'],
  ['users', 'user'],
  ['organizations', 'organization'],
  ['ticket_fields', 'field'],
] as [string, Thing['kind']][])

const byShape = (value: Fields): Thing['kind'] => {
  if (value.ticket_id !== undefined && Array.isArray(value.events)) return 'audit'
  const text = value.body ?? value.plain_body ?? value.html_body
  if (value.ticket_id !== undefined && text !== undefined) return 'comment'
  if (Array.isArray(value.domain_names)) return 'organization'
  if (value.subject ?? value.raw_subject ?? value.description) return 'ticket'
  return typeof value.email === 'string' && typeof value.name === 'string' ? 'user' : 'none'
}

/** What a value of the file is, out of the objects that may be around it. */
const thingOf = ({ path, key, value }: ValueUnit): Thing => {
  if (key !== '' || !isObject(value)) return { kind: 'none', value: {} }
  const listed = byList.get(path)
  if (listed) return { kind: listed, value }
  // Records of Singer taps name the list that they come from.
  if (value.type === 'RECORD' && isObject(value.record)) {
    return { kind: byList.get(textOf(value.stream)) ?? 'none', value: value.record }
  }
  for (const name of ['ticket', 'comment', 'user', 'organization'] as const) {
    const inner = value[name]
    if (isObject(inner) && (name !== 'organization' || value.subject === undefined)) {
      return { kind: name, value: name === 'ticket' ? { ...value, ...inner, ticket: undefined } : inner }
    }
  }
  return { kind: byShape(value), value }
}

const children = (unit: ValueUnit) => {
  const { kind, value } = thingOf(unit)
  const parent = textOf(value.ticket_id)
  if ((kind !== 'comment' && kind !== 'audit') || parent === '') return []
  const weight = textOf(value.body).length + textOf(value.html_body).length + 200
  return [{ parent, value, weight }]
}

export const zendesk: Reader = (source) => {
  const directory = new Directory()
  return joined<Fields>({
    units: (survey) => jsonUnits(source, survey ? { wrappers, only: besideTickets } : { wrappers }),
    survey(unit) {
      const { kind, value } = thingOf(unit)
      if (kind === 'user') directory.addUser(value)
      else if (kind === 'organization') directory.addOrganization(value)
      else if (kind === 'field') directory.addField(value)
      // A single ticket, or a list of people, brings its sideloads inside.
      for (const user of listOf(value.users ?? fieldsOf(unit.value).users)) directory.addUser(fieldsOf(user))
      for (const one of listOf(value.organizations)) directory.addOrganization(fieldsOf(one))
    },
    children,
    recordId(unit) {
      const { kind, value } = thingOf(unit)
      return kind === 'ticket' ? textOf(value.id) : undefined
    },
    draft: (unit, apart) => ticketDraft(thingOf(unit).value, apart, directory),
    other(unit) {
      if (unit.key !== '') return undefined
      if (!isObject(unit.value)) return notObject
      const { kind, value } = thingOf(unit)
      const fine = kind !== 'none' || value.users !== undefined || value.organizations !== undefined
      if (kind === 'comment' && value.ticket_id === undefined) return 'This comment does not name its ticket.'
      return fine ? undefined : 'The title is missing.'
    },
    orphaned: (id, count) =>
      `${count === 1 ? 'A comment' : `${count} comments`} of ticket ${id.slice(0, 50)}, which is not in this file.`,
  })
}
