import { z } from 'zod'
import { attachment, id, sha256 } from '../domain/entities.ts'
import { lanes } from '../domain/vocabulary.ts'
import { call, service, stream, upload } from './define.ts'
import { stepped } from './step.ts'

const stored = attachment.extend({ deduplicated: z.boolean() })

/** An upload that was cut off: what is there already, so that it can go on. */
const interrupted = z.object({
  id,
  caseId: id,
  name: z.string(),
  bytes: z.int(),
  received: z.int(),
  /** Known where the host reads the file itself; such an upload goes on by itself. */
  path: z.string().nullable(),
  /** Milliseconds; tells whether the file offered again is the same one. */
  modifiedAt: z.int(),
})
export type InterruptedUpload = z.output<typeof interrupted>

const preview = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string(), encoding: z.string(), truncated: z.boolean() }),
  z.object({ kind: z.literal('json'), text: z.string(), truncated: z.boolean() }),
  z.object({ kind: z.literal('markdown'), text: z.string(), truncated: z.boolean() }),
  z.object({ kind: z.literal('image'), mediaType: z.string(), bytes: z.int() }),
  z.object({ kind: z.literal('none'), reason: z.string() }),
])
export type Preview = z.output<typeof preview>

export const attachments = service(
  'attachments',
  ['not-found', 'changed', 'vanished', 'too-large', 'exists', 'invalid'] as const,
  {
    /** Starts or resumes an upload; the bytes to send begin at `offset`. */
    begin: call(
      z.object({
        caseId: id,
        name: z.string().min(1).max(1000),
        bytes: z.int().min(0),
        modifiedAt: z.int().min(0),
      }),
      z.object({ uploadId: id, offset: z.int() }),
    ),
    /** The bytes from `offset` on; answered when the blob is durable. It is on no timeline yet. */
    upload: upload(z.object({ uploadId: id, offset: z.int().min(0) }), stored),
    /** Reads files of this disk into the store and puts one event on the timeline; needs `mayNamePaths`. */
    attachPaths: stream(
      z.object({
        caseId: id,
        paths: z.array(z.string().min(1).max(4096)).min(1).max(1000),
        lane: z.enum(lanes).default('internal'),
      }),
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('progress'), name: z.string(), done: z.int(), bytes: z.int() }),
        stepped.extend({ type: z.literal('done'), attachments: z.array(stored) }),
      ]),
    ),
    /** Puts stored bytes on the timeline as one event. */
    attach: call(
      z.object({
        caseId: id,
        lane: z.enum(lanes).default('internal'),
        files: z
          .array(z.object({ name: z.string().min(1).max(1000), sha256 }))
          .min(1)
          .max(1000),
      }),
      stepped.extend({ eventId: id }),
    ),
    discard: call(z.object({ uploadId: id }), z.object({})),
    watchInterrupted: stream(z.object({}), z.object({ uploads: z.array(interrupted) })),
    preview: call(
      z.object({ sha256, name: z.string(), maxBytes: z.int().min(1).max(8_000_000).default(512_000) }),
      preview,
    ),
    /** The bytes, in chunks, from `offset` to `offset + length`. */
    read: stream(
      z.object({ sha256, offset: z.int().min(0).default(0), length: z.int().min(0).optional() }),
      z.instanceof(Uint8Array),
    ),
    /** Writes a copy to a path of this disk; needs `mayNamePaths`. */
    saveCopy: call(
      z.object({
        caseKey: z.string(),
        nameOrSha256: z.string(),
        path: z.string().min(1).max(4096),
        overwrite: z.boolean().default(false),
      }),
      z.object({ bytes: z.int(), path: z.string() }),
    ),
  },
)
