import type { CaseStatus } from '../../../shared/domain/vocabulary.ts'
import { isObject } from '../json/unit.ts'
import { productOf } from '../mapping/component.ts'
import type { Draft, DraftEvent } from '../mapping/draft.ts'
import { fieldsOf, listOf, Original } from '../mapping/original.ts'
import { personOf } from '../mapping/person.ts'
import { firstText, hostOf, textOf } from '../mapping/text.ts'
import { kindOf, severityOf, statusOf } from '../mapping/words.ts'
import type { ImportRecord, RecordPerson } from '../record.ts'
import { documentToMarkdown } from './jira-document.ts'
import { wikiToMarkdown } from './jira-wiki.ts'

type Fields = Record<string, unknown>

const mapped = new Set(
  `summary description created updated duedate assignee reporter labels components versions comment attachment
  issuelinks parent subtasks resolution status priority issuetype`.split(/\s+/),
)

/** A text of the API: wiki markup as it is in version 2, a document tree in version 3. */
const markdownOf = (value: unknown): string =>
  isObject(value) ? documentToMarkdown(value) : wikiToMarkdown(textOf(value))

const personFrom = (value: unknown): RecordPerson | null => {
  if (!isObject(value)) return null
  const login = firstText(value.name, value.accountId, value.key)
  const handle = login ? `jira:${login}` : ''
  return personOf({ name: firstText(value.displayName, value.name), email: value.emailAddress, handle })
}

/** What a custom field says, without the addresses and ids around it. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (!isObject(value)) return value
  if (value.type === 'doc') return documentToMarkdown(value)
  return value.displayName ?? value.value ?? value.name ?? value
}

const nameOf = (value: unknown): string =>
  isObject(value) ? firstText(value.name, value.value) : textOf(value)

/** The status by its name, unless its category contradicts: names are the customer's own, categories Jira's. */
export const jiraStatus = (name: string, category: string): CaseStatus | undefined => {
  const named = statusOf(name)
  const done = /^(?:done|complete)/i.test(category)
  const finished = named === 'solved' || named === 'closed'
  if (done) return finished ? named : 'solved'
  if (category === '') return named
  const fallback = /^(?:new|to ?do)$/i.test(category) ? 'new' : 'open'
  return finished ? fallback : (named ?? fallback)
}

const commentsFrom = (list: unknown): DraftEvent[] =>
  listOf(list)
    .filter(isObject)
    .map((comment) => {
      const internal = isObject(comment.visibility) || comment.jsdPublic === false
      return {
        externalId: comment.id,
        kind: internal ? 'note' : 'message',
        lane: internal ? 'internal' : 'customer',
        author: personFrom(comment.author),
        at: comment.created,
        body: markdownOf(comment.body),
      }
    })

/** Fields of ours by the names that Jira's history has for them. */
const fieldNames: ReadonlyMap<string, string> = new Map([
  ['summary', 'title'],
  ['priority', 'severity'],
  ['issuetype', 'kind'],
  ['assignee', 'owner'],
  ['labels', 'tags'],
  ['duedate', 'dueAt'],
])

const changeFrom = (item: unknown) => {
  const { field, fromString, from, toString: toText, to } = fieldsOf(item)
  const name = textOf(field)
  // What every object inherits under the name "toString" is no text.
  const toValue = typeof toText === 'string' ? toText : to
  return { field: fieldNames.get(name.toLowerCase()) ?? name, from: fromString ?? from, to: toValue }
}

const historyFrom = (changelog: unknown): DraftEvent[] => {
  const { histories, values } = fieldsOf(changelog)
  return listOf(histories ?? values)
    .filter(isObject)
    .map((entry) => ({
      externalId: entry.id === undefined ? undefined : `history-${textOf(entry.id)}`,
      kind: 'change',
      lane: 'internal',
      author: personFrom(entry.author),
      at: entry.created,
      body: '',
      changes: listOf(entry.items).map(changeFrom),
    }))
}

const linksFrom = (fields: Fields): ImportRecord['links'] => {
  const links: NonNullable<ImportRecord['links']> = []
  const add = (kind: 'duplicate-of' | 'related', issue: unknown) => {
    const key = textOf(fieldsOf(issue).key)
    if (key !== '') links.push({ kind, externalId: key })
  }
  for (const link of listOf(fields.issuelinks).filter(isObject)) {
    const duplicate = /duplicate/i.test(textOf(fieldsOf(link.type).name))
    add(duplicate ? 'duplicate-of' : 'related', link.outwardIssue)
    add('related', link.inwardIssue)
  }
  add('related', fields.parent)
  for (const child of listOf(fields.subtasks)) add('related', child)
  return links
}

const componentsFrom = (fields: Fields): Draft['components'] => {
  const versions = listOf(fields.versions).map(nameOf)
  const version = versions.length === 1 ? versions[0] : ''
  const names = listOf(fields.components).map(nameOf)
  if (names.length > 0) return names.map((name) => productOf(name, version))
  return versions.map((one) => productOf(nameOf(fields.project), one))
}

const attachmentsFrom = (list: unknown): unknown[] =>
  listOf(list)
    .filter(isObject)
    .map(({ filename, size, mimeType, created, author, content }) => ({
      ...{ filename, size, mimeType, created, content },
      author: nameOf(author) || textOf(fieldsOf(author).displayName),
    }))

const originalFrom = (issue: Fields, fields: Fields, names: ReadonlyMap<string, string>): Original => {
  const original = new Original()
  for (const name of ['id', 'self', 'properties']) original.keep(name, issue[name])
  // Our words for these are coarser than Jira's own.
  for (const name of ['status', 'priority', 'issuetype']) original.keep(name, nameOf(fields[name]))
  for (const [key, value] of Object.entries(fields)) {
    if (!mapped.has(key)) original.keep(names.get(key) ?? key, plain(value))
  }
  const versions = listOf(fields.versions).map(nameOf)
  if (versions.length > 1) original.keep('versions', versions)
  original.keep('attachments', attachmentsFrom(fields.attachment))
  const { total, comments } = fieldsOf(fields.comment)
  const missing = typeof total === 'number' ? total - listOf(comments).length : 0
  if (missing > 0) original.keep('comments missing in the export', missing)
  return original
}

const customerFrom = (fields: Fields, names: ReadonlyMap<string, string>): Draft['customer'] => {
  for (const [key, name] of names) {
    if (!/^(?:organi[sz]ations?|customer|client|account)$/i.test(name)) continue
    const value = fields[key]
    const first = Array.isArray(value) ? value[0] : value
    const called = nameOf(first)
    if (called) return { name: called }
  }
  return null
}

/** One issue of the REST API. `names` are those of custom fields, by their keys. */
export const jiraDraft = (issue: Fields, names: ReadonlyMap<string, string>): Draft => {
  const fields = fieldsOf(issue.fields)
  const own = isObject(issue.names)
    ? new Map(Object.entries(issue.names).map(([k, v]) => [k, textOf(v)]))
    : names
  const host = hostOf(issue.self)
  const key = textOf(issue.key)
  const status = fieldsOf(fields.status)
  return {
    system: host ? `jira:${host}` : 'jira',
    externalId: key || issue.id,
    url: host && key ? `https://${host}/browse/${key}` : undefined,
    title: fields.summary,
    description: markdownOf(fields.description),
    status: jiraStatus(nameOf(status), textOf(fieldsOf(status.statusCategory).key)),
    severity: severityOf(nameOf(fields.priority)),
    kind: kindOf(nameOf(fields.issuetype)),
    createdAt: fields.created,
    updatedAt: fields.updated,
    dueAt: fields.duedate,
    resolution: nameOf(fields.resolution),
    tags: listOf(fields.labels),
    components: componentsFrom(fields) ?? [],
    customer: customerFrom(fields, own) ?? null,
    owner: personFrom(fields.assignee),
    reporter: personFrom(fields.reporter ?? fields.creator),
    events: [...commentsFrom(fieldsOf(fields.comment).comments), ...historyFrom(issue.changelog)],
    links: linksFrom(fields),
    original: originalFrom(issue, fields, own),
  }
}
