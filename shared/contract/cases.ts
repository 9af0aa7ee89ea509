import { z } from 'zod'
import {
  caseEntity,
  caseFields,
  component,
  customerEntity,
  id,
  link,
  personEntity,
  tag,
} from '../domain/entities.ts'
import { caseKinds, caseStatuses, linkKinds } from '../domain/vocabulary.ts'
import { call, service, stream } from './define.ts'
import { partly, stepped } from './step.ts'

export const caseSorts = [
  'best',
  'updated',
  'created',
  'severity',
  'status',
  'title',
  'ref',
  'customer',
  'owner',
  'due',
] as const
export const caseGroups = ['none', 'status', 'severity', 'customer'] as const

/** A place in a text that matched, in UTF-16 units. */
const highlight = z.object({ start: z.int(), end: z.int() })

const snippet = z.object({
  /** Where the hit was: the title, the description, a note or message, or an attachment's name. */
  where: z.string(),
  text: z.string(),
  highlights: z.array(highlight),
})

export const caseRow = z.object({
  ref: z.string(),
  id,
  title: z.string(),
  titleHighlights: z.array(highlight),
  status: z.enum(caseStatuses),
  severity: z.int(),
  kind: z.enum(caseKinds),
  customer: z.string().nullable(),
  owner: z.string().nullable(),
  createdAt: z.int(),
  updatedAt: z.int(),
  dueAt: z.int().nullable(),
  tags: z.array(z.string()),
  snippet: snippet.nullable(),
})
export type CaseRow = z.output<typeof caseRow>

export const listInput = z.object({
  query: z.string().max(2000).default(''),
  /** Whether the query is still being typed, so that its last word may go on. */
  typing: z.boolean().default(false),
  /** `best` puts hits in titles first, and is `updated` where the query has no words. */
  sort: z.enum(caseSorts).default('best'),
  descending: z.boolean().optional(),
  offset: z.int().min(0).default(0),
  limit: z.int().min(0).max(500).default(50),
  snippets: z.boolean().default(true),
})
export type ListInput = z.output<typeof listInput>

const page = z.object({ rows: z.array(caseRow) })

/** A case as its page shows it: the fields, and the names behind the ids. */
export const caseDetail = z.object({
  case: caseEntity,
  customer: customerEntity.nullable(),
  owner: personEntity.nullable(),
  reporter: personEntity.nullable(),
  links: z.array(
    z.object({
      link,
      outgoing: z.boolean(),
      other: z.object({ id, ref: z.string(), title: z.string(), status: z.enum(caseStatuses) }),
    }),
  ),
  mergedInto: z.object({ id, ref: z.string() }).nullable(),
  mergedFrom: z.array(z.object({ id, ref: z.string(), title: z.string() })),
})
export type CaseDetail = z.output<typeof caseDetail>

/** A case by its id or its reference, such as `CB-1042`. */
export const caseKey = z.string().min(1).max(60)

const newCase = caseFields.partial().extend({
  title: caseFields.shape.title,
  tags: z.array(tag).optional(),
  components: z.array(component).optional(),
})

/** One suggestion for the text between `start` and `end` of the query. */
const completion = z.object({
  start: z.int(),
  end: z.int(),
  insert: z.string(),
  label: z.string(),
  hint: z.string(),
})
export type Completion = z.output<typeof completion>

/** Cases that one act may change. */
const casesAtMost = 10_000

const ids = z.array(id).min(1).max(casesAtMost)
const setting = z.object({ set: caseFields.partial(), reason: z.string().max(2000).default('') })
const tagging = z.object({ add: z.array(tag).default([]), remove: z.array(tag).default([]) })
const trashing = z.object({ trashed: z.boolean() })

/** What is done to many cases alike. */
export const caseChange = z.discriminatedUnion('kind', [
  setting.extend({ kind: z.literal('set') }),
  tagging.extend({ kind: z.literal('tag') }),
  trashing.extend({ kind: z.literal('trash') }),
])

export const cases = service('cases', ['not-found', 'invalid-query', 'invalid', 'changed-since'] as const, {
  list: call(listInput, page),
  /** The rows now, and again whenever they change. */
  watchList: stream(listInput, page),
  /** How many cases a query finds; with `exact: false` a large number may be an estimate. */
  count: call(
    z.object({
      query: z.string().max(2000).default(''),
      typing: z.boolean().default(false),
      exact: z.boolean().default(true),
    }),
    z.object({ total: z.int(), exact: z.boolean() }),
  ),
  /** Counts of many queries at once (views, groups), again whenever they change. */
  watchCounts: stream(
    z.object({ queries: z.array(z.string().max(2000)).max(100), typing: z.boolean().default(false) }),
    z.object({ totals: z.array(z.int()) }),
  ),
  /** The groups of a query in reading order; each is itself a query that lists the group. */
  groups: call(
    z.object({ query: z.string().max(2000).default(''), by: z.enum(caseGroups) }),
    z.object({ groups: z.array(z.object({ label: z.string(), query: z.string(), total: z.int() })) }),
  ),
  complete: call(
    z.object({ query: z.string().max(2000), cursor: z.int().min(0) }),
    z.object({ completions: z.array(completion) }),
  ),
  get: call(z.object({ key: caseKey }), caseDetail),
  watch: stream(z.object({ key: caseKey }), caseDetail),
  create: call(newCase, stepped.extend({ id, ref: z.string() })),
  /** Sets fields of one case or many; one undo takes all of it back, however many parts it was done in. */
  set: call(setting.extend({ ids }), stepped.extend({ changed: z.array(z.string()) })),
  tag: call(tagging.extend({ ids }), stepped),
  trash: call(trashing.extend({ ids }), stepped),
  /** As `set`, `tag` and `trash`, telling how far it is. Cancelled, what is done stays and is one step of undo. */
  change: stream(z.object({ ids, change: caseChange }), partly),
  setComponents: call(
    z.object({ id, add: z.array(component).default([]), remove: z.array(component).default([]) }),
    stepped,
  ),
  link: call(z.object({ fromId: id, toKey: caseKey, kind: z.enum(linkKinds) }), stepped.extend({ id })),
  unlink: call(z.object({ id }), stepped),
  mergePreview: call(
    z.object({ fromId: id, intoKey: caseKey }),
    z.object({
      into: z.object({ id, ref: z.string(), title: z.string() }),
      events: z.int(),
      attachments: z.int(),
      /** Fields in which the two differ; the values of `into` stay. */
      differing: z.array(z.object({ field: z.string(), from: z.string(), into: z.string() })),
    }),
  ),
  merge: call(z.object({ fromId: id, intoKey: caseKey }), stepped),
})
