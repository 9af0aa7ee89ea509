import { z } from 'zod'
import { conflictEntity } from '../domain/conflict.ts'
import {
  caseEntity,
  customerEntity,
  eventEntity,
  id,
  instant,
  link,
  patchEntity,
  personEntity,
} from '../domain/entities.ts'
import { type Operation, operationPayloads, operationVersion } from './operations.ts'
import type { rowKinds } from './overlay.ts'

/** The wire's version; fields are only ever added, so that a bench and a service two versions apart understand each other. */
export const wireVersion = 1
/** The oldest version that a service of this version understands. */
const wireAtLeast = 1

/** Which of the two has to be updated before a service of this version and such a bench can speak. */
export const outdated = (
  wire: number,
  { least, most }: { least: number; most: number } = { least: wireAtLeast, most: wireVersion },
): 'service' | 'bench' | null => (wire > most ? 'service' : wire < least ? 'bench' : null)

/** Operations in one push; a bench sends fewer where they are large. */
export const pushAtMost = 500
/** Bytes of operations that a bench puts into one push, unless a single one is larger. */
export const pushBytes = 4 * 1024 * 1024
/** Rows in one answer to a pull. */
export const pullAtMost = 20_000
/** Streams of one bench. */
const streamsAtMost = 10_000

const stream = z.string().min(1).max(100)
const sequence = z.int().min(0)

/** An operation as it comes from a bench: its payload is judged by type afterwards, so that one bad one stops no other. */
const sentOperation = z.object({
  id,
  dseq: z.int().min(1),
  type: z.string().max(100),
  v: z.int().min(1),
  entity: id,
  base: z.record(z.string(), z.unknown()),
  at: instant,
  payload: z.unknown(),
})
export type SentOperation = z.output<typeof sentOperation>

export const pushRequest = z.object({
  wire: z.int().min(1),
  /** The bench's clock, in milliseconds. */
  now: instant,
  operations: z.array(sentOperation).max(pushAtMost),
  /** Numbers of operations that this bench no longer has, so that nobody waits for them. */
  missing: z.object({ from: z.int().min(1), to: z.int().min(1) }).optional(),
  /** References for new cases that this bench has left. */
  refs: z.int().min(0).optional(),
})
export type PushRequest = z.input<typeof pushRequest>

export const pushAnswer = z.object({
  results: z.array(
    z.object({
      id,
      dseq: z.int().min(1),
      outcome: z.enum(['applied', 'conflict', 'rejected']),
      reason: z.object({ code: z.string().max(100), message: z.string().max(2000) }).optional(),
    }),
  ),
  /** The number that the next operation of this device must have. */
  expected: z.int().min(1),
  /** Why it went no further than the results: `gap` in the numbers, or an operation that this service does not know yet. */
  stopped: z.enum(['gap', 'unknown-operation']).optional(),
  /** References this bench may give to new cases, from and to inclusive. */
  refs: z.object({ from: z.int().min(1), to: z.int().min(1) }).optional(),
})
export type PushAnswer = z.output<typeof pushAnswer>

/** How far a bench is in a stream; `tag` names what it saw last, so that a service restored from a backup is noticed. */
const cursor = z.object({ stream, seq: sequence, tag: z.string().max(64) })

export const pullRequest = z.object({
  wire: z.int().min(1),
  /** The service that the cursors are of; null the first time. */
  epoch: z.string().max(64).nullable(),
  cursors: z.array(cursor).max(streamsAtMost),
  /** The digest of the list of streams that the bench knows to be its own; the list is told when it changed. */
  grants: z.string().max(64).nullable(),
  /** The last operation of this device whose outcome the bench has. */
  acked: sequence,
  limit: z.int().min(1).max(pullAtMost).default(pullAtMost),
})
export type PullRequest = z.input<typeof pullRequest>

/** One line of the answer to a pull. Names are short where there are millions of them. */
export const pullLine = z.union([
  /** A row of the stream named last: kind, id, version, place, body; no body where it is gone. */
  z.object({
    k: z.string().max(40),
    i: id,
    v: z.int().min(1),
    q: sequence,
    b: z.unknown().optional(),
    /** It was erased on request, or something in it was: what it said goes everywhere, from the disk too. */
    e: z.literal(1).optional(),
    /** It moved to another stream; it is dropped unless it comes from there. */
    moved: z.literal(1).optional(),
  }),
  /** Rows of this stream follow. */
  z.object({ stream }),
  /** Everything of the stream up to here was told. */
  z.object({ mark: stream, seq: sequence, tag: z.string().max(64) }),
  /** First line. `streams` is there when the bench does not know it; `restored` when its cursors are of another past. */
  z.object({
    epoch: z.string().max(64),
    at: instant,
    organisation: z.string().max(300).optional(),
    streams: z.array(stream).max(streamsAtMost).optional(),
    grants: z.string().max(64).optional(),
    restored: z.literal(true).optional(),
    /** Rows still to come, as far as that is known. */
    rows: z.int().min(0).optional(),
  }),
  /** Last line. `more`: there is more to pull now. Else every operation up to `acked` is in what was told so far. */
  z.object({
    more: z.boolean(),
    acked: sequence.optional(),
    /** What did not simply take effect, of those up to `acked`. */
    outcomes: z.array(pushAnswer.shape.results.element).optional(),
  }),
])
export type PullLine = z.output<typeof pullLine>

/** Rows, and bytes of their bodies, that are told with a hint; where there is more, a bench pulls. */
export const toldRowsAtMost = 100
export const toldBytesAtMost = 64 * 1024

/**
 * What came in a stream, told with a hint: lines as in the answer to a pull, for benches whose cursor is at `after`. A
 * hint without it says only that there is something to pull.
 */
export const told = z.object({
  stream,
  after: z.object({ seq: sequence, tag: z.string().max(64) }),
  seq: sequence,
  lines: z.string().max(4 * 1024 * 1024),
})
export type Told = z.output<typeof told>

/** Receipts that a bench keeps and tells at once. */
export const receiptsAtMost = 1_000

/** What a bench removed, of its disk too: all that came by a stream, or what left the stream up to a place. */
export const receipt = z.object({
  stream,
  /** Left out where the whole stream is gone. */
  upTo: sequence.optional(),
  cases: z.int().min(0),
  rows: z.int().min(0),
  /** The bench's clock, in milliseconds. */
  at: instant,
})
export type Receipt = z.output<typeof receipt>

export const receiptsRequest = z.object({ receipts: z.array(receipt).max(receiptsAtMost) })

/** What a row's body must be, by its kind. A kind that is not here is kept aside until the program knows it. */
export const rowBodies = {
  case: caseEntity,
  event: eventEntity,
  link,
  patch: patchEntity,
  customer: customerEntity,
  person: personEntity,
  conflict: conflictEntity,
} as const satisfies Record<(typeof rowKinds)[number], z.ZodType>

/** An operation whose payload was judged: understood, not understood by this version, or wrong. */
export type Judged = { known: Operation } | { unknown: true } | { wrong: string }

/** Understands an operation by its type and version; older versions are brought up to this one's. */
export const judge = (sent: SentOperation): Judged => {
  const schemas: Record<string, z.ZodType> = operationPayloads
  // What every object has is no type of an operation.
  const schema = Object.hasOwn(schemas, sent.type) ? schemas[sent.type] : undefined
  if (!schema || sent.v > operationVersion) return { unknown: true }
  const { data, error } = schema.safeParse(sent.payload)
  if (error) {
    const [issue] = error.issues
    return { wrong: `${issue?.path.join('.') ?? 'payload'}: ${issue?.message ?? 'cannot be read'}` }
  }
  return { known: { ...sent, payload: data } as Operation }
}
