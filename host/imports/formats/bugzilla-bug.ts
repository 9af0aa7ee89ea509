import type { CaseKind, Severity } from '../../../shared/domain/vocabulary.ts'
import { isObject } from '../json/unit.ts'
import { productOf } from '../mapping/component.ts'
import type { Draft, DraftEvent } from '../mapping/draft.ts'
import { fieldsOf, listOf, Original } from '../mapping/original.ts'
import { emailOf, personOf } from '../mapping/person.ts'
import { firstText, shorten, textOf } from '../mapping/text.ts'
import { severityOf, statusOf } from '../mapping/words.ts'
import type { ImportRecord, RecordFile, RecordPerson } from '../record.ts'

type Fields = Record<string, unknown>

/** What other calls of the API answer about a bug. */
export interface BugPart {
  kind: 'comment' | 'history' | 'attachment'
  value: Fields
}

const mapped = new Set(
  `id summary status resolution severity priority component version creator creator_detail assigned_to
  assigned_to_detail creation_time last_change_time deadline keywords comments history attachments description
  depends_on blocks dupe_of duplicates weburl self is_open`.split(/\s+/),
)

const personFrom = (login: unknown, detail?: unknown): RecordPerson | null => {
  const { real_name: realName, name, email, nick } = fieldsOf(detail)
  const known = firstText(login, name, email)
  // A placeholder address such as nobody@mozilla.org stands for nobody.
  if (known === '' || /^nobody@/i.test(known)) return null
  return personOf({
    name: firstText(realName, nick, known),
    email: emailOf(email) || emailOf(known),
    handle: `bugzilla:${known}`,
  })
}

const messageFrom = (comment: Fields): DraftEvent => {
  const internal = comment.is_private === true
  return {
    externalId: comment.id,
    kind: internal ? 'note' : 'message',
    lane: internal ? 'internal' : 'customer',
    author: personFrom(comment.creator ?? comment.author),
    at: comment.creation_time ?? comment.time,
    body: firstText(comment.raw_text, comment.text),
  }
}

const changeFrom = (step: Fields): DraftEvent => ({
  externalId: undefined,
  kind: 'change',
  lane: 'internal',
  author: personFrom(step.who),
  at: step.when,
  body: '',
  changes: listOf(step.changes)
    .filter(isObject)
    .map(({ field_name: field, removed, added }) => ({ field: textOf(field), from: removed, to: added })),
})

const attachmentFrom = (value: Fields): DraftEvent => {
  const internal = value.is_private === true
  const name = firstText(value.file_name, value.summary) || 'attachment'
  const content = Buffer.from(textOf(value.data), 'base64')
  const file: RecordFile = {
    name: shorten(name, 1000),
    mediaType: textOf(value.content_type).slice(0, 200) || 'application/octet-stream',
    content,
  }
  return {
    externalId: `attachment-${textOf(value.id)}`,
    kind: 'attachment',
    lane: internal ? 'internal' : 'customer',
    author: personFrom(value.creator ?? value.attacher),
    at: value.creation_time,
    body: textOf(value.summary),
    files: [file],
  }
}

const eventsFrom = (bug: Fields, parts: readonly BugPart[]): DraftEvent[] => {
  const of = (kind: BugPart['kind'], embedded: unknown) => [
    ...listOf(embedded).filter(isObject),
    ...parts.filter((part) => part.kind === kind).map(({ value }) => value),
  ]
  const withData = of('attachment', bug.attachments).filter(({ data }) => typeof data === 'string')
  return [
    ...of('comment', bug.comments).map(messageFrom),
    ...of('history', bug.history).map(changeFrom),
    ...withData.map(attachmentFrom),
  ]
}

/** `S2` and words; where no severity is set, the priority. */
const severityFrom = (bug: Fields): Severity | undefined =>
  severityOf(bug.severity) ?? severityOf(bug.priority)

const kindFrom = (bug: Fields): CaseKind | undefined => {
  const security = [...listOf(bug.keywords), ...listOf(bug.groups)].some((word) =>
    /^sec-|security|^cve/i.test(textOf(word)),
  )
  if (security) return 'security'
  const wish = textOf(bug.severity) === 'enhancement' || /^(?:enhancement|task)$/.test(textOf(bug.type))
  return wish ? undefined : 'defect'
}

const componentsFrom = (bug: Fields): Draft['components'] => {
  const product = textOf(bug.product)
  const version = firstText(...listOf(bug.version), bug.version).replace(/^(?:unspecified|---|trunk)$/i, '')
  const names = [...listOf(bug.component), bug.component].map(textOf).filter((name) => name !== '')
  if (names.length === 0) return [productOf(product, version)]
  return names.map((name) => productOf(product ? `${product}: ${name}` : name, version))
}

const linksFrom = (bug: Fields): ImportRecord['links'] => {
  const related = [...listOf(bug.depends_on), ...listOf(bug.blocks)].map(textOf).filter((id) => id !== '')
  const links: NonNullable<ImportRecord['links']> = related.map((externalId) => ({
    kind: 'related',
    externalId,
  }))
  const duplicate = textOf(bug.dupe_of)
  if (duplicate !== '') links.push({ kind: 'duplicate-of', externalId: duplicate })
  return links
}

const originalFrom = (bug: Fields, parts: readonly BugPart[]): Original => {
  const original = new Original()
  for (const name of ['status', 'severity', 'priority', 'depends_on', 'blocks'])
    original.keep(name, bug[name])
  original.keepRest(bug, new Set([...mapped, 'cc_detail']))
  const attachments = [
    ...listOf(bug.attachments),
    ...parts.filter(({ kind }) => kind === 'attachment').map(({ value }) => value),
  ]
    .filter(isObject)
    .map(({ data: _, ...rest }) => rest)
  original.keep('attachments', attachments)
  return original
}

/** A bug with what other calls answered about it; `host` is '' where the installation is not known. */
export const bugDraft = (bug: Fields, parts: readonly BugPart[], host: string): Draft => {
  const events = eventsFrom(bug, parts)
  const opening = [
    ...listOf(bug.comments),
    ...parts.filter(({ kind }) => kind === 'comment').map(({ value }) => value),
  ]
    .map(fieldsOf)
    .find(({ count }) => count === 0)
  const id = textOf(bug.id)
  return {
    system: host ? `bugzilla:${host}` : 'bugzilla',
    externalId: id,
    url: host && id ? `https://${host}/show_bug.cgi?id=${encodeURIComponent(id)}` : undefined,
    title: bug.summary,
    description: firstText(bug.description, opening?.raw_text, opening?.text),
    status: statusOf(bug.status) ?? (bug.is_open === false ? 'closed' : undefined),
    severity: severityFrom(bug),
    kind: kindFrom(bug),
    createdAt: bug.creation_time,
    updatedAt: bug.last_change_time,
    dueAt: bug.deadline,
    resolution: bug.resolution,
    tags: listOf(bug.keywords),
    components: componentsFrom(bug) ?? [],
    owner: personFrom(bug.assigned_to, bug.assigned_to_detail),
    reporter: personFrom(bug.creator, bug.creator_detail),
    events,
    links: linksFrom(bug),
    original: originalFrom(bug, parts),
  }
}
