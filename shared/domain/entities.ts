import { z } from 'zod'
import { verdicts } from './stack/verdict.ts'
import {
  caseKinds,
  caseStatuses,
  componentKinds,
  eventKinds,
  lanes,
  linkKinds,
  patchStates,
} from './vocabulary.ts'

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

const path = z.string().min(1).max(4096)
const limited = z.string().max(limits.name)

/**
 * What an event shows beside its text and files, and where that came from. `terminalId`, `path` and `workspace` name
 * places of the bench it was made on; other benches show them without leading there.
 */
const eventDetail = z.discriminatedUnion('type', [
  /** One command of a terminal; its recording is the event's first attachment. */
  z.object({
    type: z.literal('block'),
    command: z.string().max(100_000),
    folder: z.string().max(4096),
    /** Null where the command did not end or the shell did not say. */
    exitCode: z.int().nullable(),
    startedAt: instant,
    durationMs: z.int().min(0),
    terminalId: id.nullable(),
    /** The number of the block in its terminal, from 1. */
    block: z.int().min(1).nullable(),
  }),
  /** A whole recording, as asciicast; the event's first attachment. */
  z.object({
    type: z.literal('recording'),
    title: z.string().max(limits.title),
    startedAt: instant,
    durationMs: z.int().min(0),
    terminalId: id.nullable(),
  }),
  /** Lines of a file of the workspace, 1-based and inclusive; the text is the event's first attachment. */
  z.object({
    type: z.literal('excerpt'),
    path,
    lines: z.object({ from: z.int().min(1), to: z.int().min(1) }),
    /** The commit that the workspace stood at. */
    commit: z.string().max(64).nullable(),
  }),
  /** A whole file of the workspace; the event's first attachment. */
  z.object({ type: z.literal('file'), path, commit: z.string().max(64).nullable() }),
  /** A picture of a page of Casebench; the event's first attachment. */
  z.object({ type: z.literal('screenshot'), route: z.string().max(2000) }),
  /** A patch series; its mail-format text is the event's first attachment. */
  z.object({ type: z.literal('patch'), patchId: id }),
  /** A check of the problem; its recording is the event's first attachment. `runId` names it on its own bench. */
  z.object({
    type: z.literal('run'),
    runId: id,
    verdict: z.enum(verdicts),
    /** One for each execution, in order; null for one that was stopped. */
    exitCodes: z.array(z.int().nullable()).max(10_000),
    startedAt: instant,
    durationMs: z.int().min(0),
    command: z.string().max(100_000),
    /** The commit that the workspace stood at. */
    commit: z.string().max(64).nullable(),
    services: z
      .array(z.object({ name: limited, image: z.string().max(1000), version: limited }))
      .max(200)
      .default([]),
  }),
  /** What a bisection found; its card is the event's first attachment. */
  z.object({
    type: z.literal('bisection'),
    bisectionId: id,
    /** What was found, in one sentence. */
    summary: z.string().max(2000),
    /** The service whose versions were tried; empty for settings. */
    service: limited,
    /** The first version with the problem, or the first without it; null for settings or where none was found. */
    found: z.string().max(1000).nullable(),
    /** The last version before it. */
    before: z.string().max(1000).nullable(),
    /** The smallest set of settings that makes the difference. */
    minimal: z.array(z.string().max(2000)).max(1000),
    steps: z.array(z.object({ subject: z.string().max(2000), verdict: z.enum(verdicts) })).max(2000),
    links: z.array(z.object({ title: limited, url: z.url({ protocol: /^https?$/ }).max(2000) })).max(20),
    startedAt: instant,
    durationMs: z.int().min(0),
  }),
])
export type EventDetail = z.output<typeof eventDetail>

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
  detail: eventDetail.optional(),
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

/** When a patch reached a state, and where that can be seen. */
const patchStep = z.object({
  state: z.enum(patchStates),
  at: instant,
  /** A pull request, a commit, a release: http or https only. */
  url: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2000)]).default(''),
  note: z.string().max(limits.title).default(''),
})
export type PatchStep = z.output<typeof patchStep>

/** The fields of a patch that a person may change. */
export const patchFields = z.object({
  title,
  /** The branch it is for; one series per supported branch. */
  branch: z.string().max(limits.name),
  /** The commit that the series starts from, as the workspace knew it. */
  base: z.string().max(64),
  /** The `git format-patch` series as one mbox file. */
  series: attachment,
  /** Paths that the series touches, with lines added and removed. */
  files: z.array(z.object({ path, insertions: z.int().min(0), deletions: z.int().min(0) })).max(10_000),
  /** In the order in which they were reached; the last one is where the patch stands. */
  steps: z.array(patchStep).min(1).max(200),
})
export const patchEntity = patchFields.extend({ id, caseId: id, createdAt: instant, authorId: id.nullable() })
export type Patch = z.output<typeof patchEntity>
