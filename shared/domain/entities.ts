import { z } from 'zod'
import { caseKinds, caseStatuses, componentKinds, eventKinds, lanes, linkKinds } from './vocabulary.ts'

/** Limits of what one field may hold, in UTF-16 units; longer text belongs into an attachment. */
export const limits = { title: 500, name: 300, text: 1_000_000, tag: 80, tags: 100, components: 200 } as const

/** A UUIDv7 made where the thing was made; never ordered by time. */
export const id = z.uuid()
/** Milliseconds since 1970-01-01T00:00:00Z. */
export const instant = z.int().min(0).max(8_640_000_000_000)
export const title = z.string().trim().min(1).max(limits.title)
export const text = z.string().max(limits.text)
export const personName = z.string().trim().min(1).max(limits.name)
export const tag = z
  .string()
  .trim()
  .min(1)
  .max(limits.tag)
  .regex(/^[^\s,"]+$/u, 'A tag has no spaces, commas or quotes')

/** Where an imported thing came from; `system` + `externalId` identify it for ever. */
export const origin = z.object({
  system: z.string().min(1).max(limits.name),
  externalId: z.string().min(1).max(limits.name),
  url: z.string().max(2000).optional(),
})

export const component = z.object({
  kind: z.enum(componentKinds),
  name: z.string().trim().min(1).max(limits.name),
  version: z.string().max(limits.name).default(''),
  /** Package URL without its version, https://github.com/package-url/purl-spec; empty unless a package. */
  purl: z.string().max(1000).default(''),
})
export type Component = z.output<typeof component>

/** The single-valued fields of a case that a person may change. */
export const caseFields = z.object({
  title,
  description: text,
  status: z.enum(caseStatuses),
  severity: z.literal([1, 2, 3, 4]),
  kind: z.enum(caseKinds),
  customerId: id.nullable(),
  contractId: id.nullable(),
  ownerId: id.nullable(),
  reporterId: id.nullable(),
  dueAt: instant.nullable(),
  resolution: text,
})
export type CaseFields = z.output<typeof caseFields>
export type CaseField = keyof CaseFields

export const caseEntity = caseFields.extend({
  id,
  ref: z.string().max(40),
  createdAt: instant,
  updatedAt: instant,
  origin: origin.nullable(),
  /** What an import could not map, by its original name. */
  original: z.record(z.string(), z.unknown()),
  tags: z.array(tag).max(limits.tags),
  components: z.array(component).max(limits.components),
  trashedAt: instant.nullable(),
  /** The case this one was merged into. */
  mergedInto: id.nullable(),
})
export type Case = z.output<typeof caseEntity>

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const attachment = z.object({
  name: z.string().min(1).max(1000),
  bytes: z.int().min(0),
  sha256,
  mediaType: z.string().max(200),
})
export type Attachment = z.output<typeof attachment>

/** One changed field, as the timeline shows it; names, not ids, so that it reads on its own. */
export const fieldChange = z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })
export type FieldChange = z.output<typeof fieldChange>

export const eventEntity = z.object({
  id,
  caseId: id,
  kind: z.enum(eventKinds),
  lane: z.enum(lanes),
  authorId: id.nullable(),
  at: instant,
  body: text,
  changes: z.array(fieldChange).optional(),
  attachments: z.array(attachment).optional(),
  /** The event whose text this one replaces. */
  corrects: id.nullable().default(null),
  retractedAt: instant.nullable().default(null),
  externalId: z.string().max(limits.name).nullable().default(null),
})
export type TimelineEvent = z.output<typeof eventEntity>

export const link = z.object({ id, fromId: id, toId: id, kind: z.enum(linkKinds) })
export type Link = z.output<typeof link>

export const contract = z.object({
  id,
  name: personName,
  tier: z.string().max(limits.name).default(''),
  /** Minutes to the first answer and to the solution, by severity 1-4; null where not agreed. */
  responseMinutes: z.array(z.int().min(0).nullable()).length(4).default([null, null, null, null]),
  resolutionMinutes: z.array(z.int().min(0).nullable()).length(4).default([null, null, null, null]),
  startsAt: instant.nullable().default(null),
  endsAt: instant.nullable().default(null),
})
export type Contract = z.output<typeof contract>

export const customerFields = z.object({
  name: personName,
  domain: z.string().max(limits.name),
  notes: text,
  contracts: z.array(contract).max(100),
})
export const customerEntity = customerFields.extend({ id })
export type Customer = z.output<typeof customerEntity>

export const personFields = z.object({
  name: personName,
  email: z.string().max(limits.name),
  /** Where this person is known under another name: `github:login`, `jira:user`. */
  handles: z.array(z.string().max(limits.name)).max(50),
  customerId: id.nullable(),
  notes: text,
})
export const personEntity = personFields.extend({ id })
export type Person = z.output<typeof personEntity>
