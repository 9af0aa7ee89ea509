import { z } from 'zod'
import { component, instant, origin, tag, text, title } from '../../../shared/domain/entities.ts'
import { caseKinds, caseStatuses, lanes, linkKinds } from '../../../shared/domain/vocabulary.ts'
import { type ExactCase, exactCase } from '../exact/document.ts'
import { isObject, type JsonUnit } from '../json/unit.ts'
import { jsonUnits } from '../json/units.ts'
import type { ImportRecord, Parsed, RecordEvent, RecordFile } from '../record.ts'
import { notObject, type Reader } from './reader.ts'

/** The version this code writes and reads; a document of a later one is refused, record by record. */
const casebenchVersion = 1

/** Milliseconds since the epoch, or an ISO 8601 date and time with its offset, which reads better by hand. */
const moment = z.union([instant, z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso))])

const isSibling = (path: string): boolean =>
  !/^[/\\]|^[A-Za-z]:|\\|\0/.test(path) &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')

const decodes = (base64: string): boolean => {
  const body = base64.replace(/=+$/, '')
  return Buffer.from(base64, 'base64').length === Math.floor((body.length * 3) / 4)
}

const file = z.object({
  name: z.string().min(1).max(1000),
  mediaType: z.string().max(200).default('application/octet-stream'),
  content: z.union([
    z.object({ base64: z.string().refine(decodes, 'is not Base64') }),
    /** Relative to the folder of the document, with `/`, never leaving that folder. */
    z.object({ path: z.string().min(1).max(1000).refine(isSibling, 'leaves the folder of its document') }),
  ]),
})

const name = z.string().trim().min(1).max(300)
const person = z.object({
  name,
  email: z.string().max(300).optional(),
  /** `system:login`, such as `github:octocat`. */
  handle: z.string().max(300).optional(),
})

const event = z.object({
  externalId: name,
  kind: z.enum(['message', 'note', 'change', 'attachment']),
  lane: z.enum(lanes),
  author: person.nullable().default(null),
  at: moment,
  body: text.default(''),
  changes: z.array(z.object({ field: name, from: z.unknown(), to: z.unknown() })).optional(),
  files: z.array(file).max(1000).optional(),
})

/** One record as our own documents hold it: an `ImportRecord` in JSON. */
const casebenchRecord = z.object({
  system: origin.shape.system,
  externalId: origin.shape.externalId,
  url: origin.shape.url,
  title,
  description: text.default(''),
  status: z.enum(caseStatuses).optional(),
  severity: z.literal([1, 2, 3, 4]).optional(),
  kind: z.enum(caseKinds).optional(),
  createdAt: moment.optional(),
  updatedAt: moment.optional(),
  dueAt: moment.optional(),
  resolution: text.optional(),
  tags: z.array(tag).max(100).default([]),
  components: z.array(component).max(200).default([]),
  customer: z
    .object({ name, domain: z.string().max(300).optional() })
    .nullable()
    .default(null),
  owner: person.nullable().default(null),
  reporter: person.nullable().default(null),
  events: z.array(event).max(100_000).default([]),
  links: z.array(z.object({ kind: z.enum(linkKinds), externalId: name })).optional(),
  original: z.record(z.string(), z.unknown()).default({}),
})

/**
 * The document that an export writes as `case.json` (its cases under `cases`, see `exactCase`) and that the
 * sample desk is made of:
 *
 * ```json
 * { "casebench": 1, "records": [{ "system": "acme", "externalId": "42", "title": "…", "events": [] }] }
 * ```
 *
 * Put `casebench` first, so that a reader knows the version before the records. Files of an event are
 * `{ "name", "mediaType", "content": { "base64": "…" } }`, or `{ "path": "files/app.log" }` beside the document.
 */
export const casebenchDocument = z.object({
  casebench: z.literal(casebenchVersion),
  records: z.array(casebenchRecord),
  /** Cases to the last field, as an export writes them. */
  cases: z.array(exactCase).optional(),
})

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Leaves out members that are undefined, which a record does not have. */
const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>

const fileFrom = ({ name: called, mediaType, content }: z.output<typeof file>): RecordFile => ({
  name: called,
  mediaType,
  content: 'path' in content ? content : Buffer.from(content.base64, 'base64'),
})

const eventFrom = ({ author, changes, files, ...rest }: z.output<typeof event>): RecordEvent => ({
  ...rest,
  author: author && defined(author),
  ...(changes ? { changes } : {}),
  ...(files ? { files: files.map(fileFrom) } : {}),
})

const recordFrom = ({
  customer,
  owner,
  reporter,
  events,
  ...rest
}: z.output<typeof casebenchRecord>): ImportRecord => ({
  ...defined(rest),
  customer: customer && defined(customer),
  owner: owner && defined(owner),
  reporter: reporter && defined(reporter),
  events: events.map(eventFrom),
})

/** An exported case: everything is under `exact`, and the events only carry its files. */
const recordFromExact = ({ files, ...exact }: ExactCase): ImportRecord | string => {
  const outside = files.find(({ path }) => !isSibling(path))
  if (outside) return `files: ${outside.path.slice(0, 100)} leaves the folder of its document`
  const types = new Map(
    exact.events.flatMap(({ attachments = [] }) => attachments.map((one) => [one.sha256, one.mediaType])),
  )
  const carried = files.map(({ name: called, path, sha256 }): RecordFile => {
    const mediaType = types.get(sha256) ?? 'application/octet-stream'
    return { name: called, mediaType, content: { path } }
  })
  const { id, title: called, description } = exact.case
  const carrier: RecordEvent = {
    ...{ externalId: 'files', kind: 'attachment', lane: 'internal' },
    ...{ author: null, at: exact.case.createdAt, body: '', files: carried },
  }
  return {
    ...{ system: 'casebench', externalId: id, title: called, description, tags: [], components: [] },
    ...{ customer: null, owner: null, reporter: null, original: {} },
    events: carried.length > 0 ? [carrier] : [],
    exact,
  }
}

const reasonOf = ({ issues: [issue] }: z.ZodError): string =>
  `${issue?.path.join('.') || 'The record'}: ${issue?.message ?? 'is not valid'}`.slice(0, 300)

const judge = (path: string, value: unknown, line: number): Parsed => {
  const checked = path === 'cases' ? exactCase.safeParse(value) : casebenchRecord.safeParse(value)
  if (!checked.success) return { type: 'skip', line, reason: reasonOf(checked.error) }
  const { data } = checked
  const record = 'case' in data ? recordFromExact(data) : recordFrom(data)
  return typeof record === 'string'
    ? { type: 'skip', line, reason: record }
    : { type: 'record', record, line }
}

const wrappers = { triggers: new Set(['records', 'cases']), inside: new Set<string>() }

/** One case of ours may hold a long story; it is read whole. */
const maxBytes = 256 * 1024 * 1024

const later = 'This document was written by a later Casebench. Update Casebench, then import it again.'

export const casebench: Reader = async function* (source) {
  let refused = false
  const judgeUnit = (unit: JsonUnit): Parsed | undefined => {
    if (unit.type === 'skip') return unit
    const { value, line } = unit
    if (unit.key === 'casebench') {
      refused = value !== casebenchVersion
      return refused ? { type: 'skip', line, reason: later } : undefined
    }
    if (unit.path !== '') return refused ? undefined : judge(unit.path, value, line)
    if (unit.key !== '') return undefined
    return { type: 'skip', line, reason: isObject(value) ? 'The list of records is missing.' : notObject }
  }
  for await (const units of jsonUnits(source, { wrappers, maxBytes })) {
    yield units.map(judgeUnit).filter((one) => one !== undefined)
  }
}
