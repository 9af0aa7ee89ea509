import { type Component, limits } from '../../../shared/domain/entities.ts'
import type { CaseKind, CaseStatus, Lane, Severity } from '../../../shared/domain/vocabulary.ts'
import type { ImportRecord, RecordEvent, RecordFile, RecordPerson } from '../record.ts'
import { type DateOrder, instantOf } from './dates.ts'
import type { Original } from './original.ts'
import { clean, cut, digest, fitText, identifier, oneLine, shorten, textOf, webAddress } from './text.ts'

/** An event as a format found it: values from outside, not yet judged. */
export interface DraftEvent {
  externalId: unknown
  kind: RecordEvent['kind']
  lane: Lane
  author: RecordPerson | null
  at: unknown
  body: unknown
  changes?: { field: string; from: unknown; to: unknown }[]
  files?: RecordFile[]
}

/** A record as a format found it: texts and dates from outside, not yet judged. */
export interface Draft {
  system: string
  externalId: unknown
  url?: unknown
  title: unknown
  description: unknown
  status?: CaseStatus | undefined
  severity?: Severity | undefined
  kind?: CaseKind | undefined
  createdAt?: unknown
  updatedAt?: unknown
  dueAt?: unknown
  resolution?: unknown
  tags?: readonly unknown[]
  components?: readonly (Component | null)[]
  customer?: { name: unknown; domain?: unknown } | null
  owner?: RecordPerson | null
  reporter?: RecordPerson | null
  events?: readonly DraftEvent[]
  links?: ImportRecord['links']
  original: Original
  dateOrder?: DateOrder
}

/** A tag that the domain accepts: no spaces, commas or quotes; '' if nothing is left. */
const tagOf = (value: unknown): string => {
  const text = textOf(value)
  if (text.length <= limits.tag && /^\w[\w:./-]*$/.test(text)) return text
  const joined = oneLine(text)
    .replace(/[\s,"]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return cut(joined, limits.tag)
}

const tagsOf = (values: readonly unknown[], original: Original): string[] => {
  const tags = [...new Set(values.map(tagOf))].filter((tag) => tag !== '')
  if (tags.length > limits.tags) original.keep('tags', tags.slice(limits.tags))
  return tags.slice(0, limits.tags)
}

const componentsOf = (values: readonly (Component | null)[], original: Original): Component[] => {
  const seen = new Map<string, Component>()
  for (const value of values) {
    if (value) seen.set(`${value.kind}\0${value.name.toLowerCase()}\0${value.version}`, value)
  }
  const all = [...seen.values()]
  if (all.length > limits.components) original.keep('components', all.slice(limits.components))
  return all.slice(0, limits.components)
}

const changeText = (value: unknown): unknown =>
  typeof value === 'string' ? shorten(clean(value), 10_000) : (value ?? null)

/** What the events of one record share while they are finished. */
interface Run {
  order: DateOrder | undefined
  /** The moment of the event before, for one that does not say its own. */
  last: number
  taken: Set<string>
}

const eventOf = (draft: DraftEvent, run: Run): RecordEvent => {
  const text = textOf(draft.body)
  const at = instantOf(draft.at, run.order) ?? run.last
  run.last = at
  let externalId =
    identifier(draft.externalId) || digest(draft.kind, String(at), draft.author?.name ?? '', text)
  for (let copy = 2; run.taken.has(externalId); copy++) externalId = `${externalId.slice(0, 280)}~${copy}`
  run.taken.add(externalId)
  const { body, file } = fitText(text, `${draft.kind}.txt`)
  const event: RecordEvent = {
    externalId,
    kind: draft.kind,
    lane: draft.lane,
    author: draft.author,
    at,
    body,
  }
  if (draft.changes) {
    event.changes = draft.changes.map(({ field, from, to }) => ({
      field: shorten(clean(field), limits.name),
      from: changeText(from),
      to: changeText(to),
    }))
  }
  const files = file ? [...(draft.files ?? []), file] : draft.files
  if (files && files.length > 0) event.files = files
  return event
}

/** Sets a date, or keeps what cannot be one. */
const setDate = (record: ImportRecord, field: 'createdAt' | 'updatedAt' | 'dueAt', draft: Draft): void => {
  const value = draft[field]
  if (value === undefined || value === null || value === '') return
  const at = instantOf(value, draft.dateOrder)
  if (at === undefined) draft.original.keep(field, value)
  else record[field] = at
}

/**
 * Turns a draft into a record that keeps every limit of the domain: what is too long is cut with its whole
 * kept beside it, dates out of range move to the original fields. Answers why it cannot be a record otherwise.
 */
export const finish = (draft: Draft): ImportRecord | string => {
  const { original, customer } = draft
  const whole = oneLine(textOf(draft.title))
  if (whole === '') return 'The title is missing.'
  const externalId = identifier(draft.externalId)
  if (externalId === '') return 'The identifier is missing.'
  if (whole.length > limits.title) original.keep('title', whole)
  const { body: description, file } = fitText(textOf(draft.description), 'description.txt')
  const record: ImportRecord = {
    system: identifier(draft.system),
    externalId,
    title: shorten(whole, limits.title),
    description,
    tags: draft.tags && draft.tags.length > 0 ? tagsOf(draft.tags, original) : [],
    components: componentsOf(draft.components ?? [], original),
    customer: null,
    owner: draft.owner ?? null,
    reporter: draft.reporter ?? null,
    events: [],
    original: original.fields,
  }
  if (draft.status) record.status = draft.status
  if (draft.severity) record.severity = draft.severity
  if (draft.kind) record.kind = draft.kind
  const url = webAddress(draft.url)
  if (url) record.url = url
  setDate(record, 'createdAt', draft)
  setDate(record, 'updatedAt', draft)
  setDate(record, 'dueAt', draft)
  const resolution = textOf(draft.resolution)
  if (resolution !== '') record.resolution = cut(resolution, limits.text)
  const called = shorten(oneLine(textOf(customer?.name)), limits.name)
  if (called !== '') record.customer = { name: called }
  const domain = oneLine(textOf(customer?.domain)).toLowerCase()
  if (record.customer && domain !== '') record.customer.domain = cut(domain, limits.name)
  if (draft.links && draft.links.length > 0) record.links = draft.links
  addEvents(record, draft, file)
  return record
}

const addEvents = (record: ImportRecord, draft: Draft, longDescription: RecordFile | undefined): void => {
  if (!longDescription && !draft.events?.length) return
  const first = record.createdAt ?? record.updatedAt ?? 0
  const run: Run = { order: draft.dateOrder, last: first, taken: new Set() }
  if (longDescription) {
    const whole: DraftEvent = {
      externalId: 'description',
      kind: 'attachment',
      lane: 'customer',
      author: record.reporter,
      at: undefined,
      body: '',
      files: [longDescription],
    }
    record.events.push(eventOf(whole, run))
  }
  for (const event of draft.events ?? []) record.events.push(eventOf(event, run))
}
