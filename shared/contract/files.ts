import { z } from 'zod'
import { id, instant } from '../domain/entities.ts'
import { call, service, stream } from './define.ts'
import { inside } from './workspaces.ts'

/** One line, because it stands in one. */
const sideName = z.string().regex(/^[^\r\n]{1,200}$/)

/** How a text lies on the disk; kept when it is written back. */
export const textForm = z.object({
  /** As iconv names it: `utf-8`, `utf-16le`, `windows-1252`, `gbk`, `shift_jis`, … */
  encoding: z.string().max(40),
  bom: z.boolean(),
  lineEnding: z.enum(['\n', '\r\n', '\r', 'mixed']),
})
export type TextForm = z.output<typeof textForm>

/** What a path holds. `version` changes whenever the bytes do. */
export const openedFile = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string(),
    form: textForm,
    version: z.string(),
    bytes: z.int(),
    readOnly: z.boolean(),
    /** Bytes that the encoding cannot hold; such a file is shown and not written. */
    damaged: z.boolean(),
  }),
  /** Over 20 MB, or with lines too long for an editor: read by `lines`. */
  z.object({ kind: z.literal('large'), bytes: z.int(), version: z.string(), encoding: z.string() }),
  z.object({ kind: z.literal('binary'), bytes: z.int(), version: z.string(), mediaType: z.string() }),
  /** A FIFO, a socket, a device, a folder, a link that leads out: said, never opened. */
  z.object({ kind: z.literal('refused'), sentence: z.string() }),
])
export type OpenedFile = z.output<typeof openedFile>

/** An unsaved text, kept until it is saved or given up. */
export const unsaved = z.object({
  path: z.string(),
  text: z.string().max(30_000_000),
  form: textForm,
  /** The version that it was made from; null for a file that is not there yet. */
  base: z.string().nullable(),
  at: instant,
})
export type Unsaved = z.output<typeof unsaved>

/** `HEAD`, a commit, `baseline` for the customer's state. */
const revision = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\w./@^~{}-]+$/)

/** Files of a workspace as an editor needs them. */
export const files = service(
  'files',
  [
    'not-found',
    'no-workspace',
    'no-git',
    'vanished',
    'changed',
    'locked',
    'too-large',
    'unencodable',
    'refused',
    'invalid',
  ] as const,
  {
    read: call(z.object({ caseId: id, path: inside, encoding: z.string().max(40).optional() }), openedFile),
    /** The text of a path at a revision, null where it was not there. */
    readAt: call(
      z.object({ caseId: id, path: inside, revision }),
      z.object({ text: z.string().nullable(), encoding: z.string(), binary: z.boolean() }),
    ),
    /** Lines of a large file, from 0; a long line comes in part. `total` is an estimate until the file was read once. */
    lines: call(
      z.object({
        caseId: id,
        path: inside,
        from: z.int().min(0),
        count: z.int().min(1).max(5000),
        encoding: z.string().max(40).optional(),
      }),
      z.object({
        lines: z.array(z.object({ text: z.string(), cut: z.boolean() })),
        total: z.int(),
        exact: z.boolean(),
      }),
    ),
    /**
     * Writes a text as `form` says, by temporary file and rename, keeping the file's mode. Throws `changed` (with the
     * version found) when the file is not at `base` any more, unless `overwrite`; `unencodable` names the character.
     */
    write: call(
      z.object({
        caseId: id,
        path: inside,
        text: z.string().max(30_000_000),
        form: textForm,
        base: z.string().nullable(),
        overwrite: z.boolean().default(false),
      }),
      z.object({ version: z.string(), bytes: z.int() }),
    ),
    /** Three texts made one; what both sides changed differently stands between conflict markers. */
    merge: call(
      z.object({
        base: z.string().max(30_000_000),
        mine: z.string().max(30_000_000),
        theirs: z.string().max(30_000_000),
        /** What the markers call the sides; a file's own words where it is left out. */
        names: z.object({ mine: sideName, theirs: sideName }).optional(),
      }),
      z.object({ text: z.string(), conflicts: z.int() }),
    ),
    /** The version of each path, null where it is gone; again when one changes on the disk. */
    watch: stream(
      z.object({ caseId: id, paths: z.array(inside).max(200) }),
      z.object({ versions: z.record(z.string(), z.string().nullable()) }),
    ),
    /**
     * Durable when answered. `baseText` is the text of `base`, told once for each: kept with the unsaved text, and what a
     * merge begins from after a restart.
     */
    keepUnsaved: call(
      z.object({ caseId: id, unsaved, baseText: z.string().max(30_000_000).optional() }),
      z.object({}),
    ),
    /** The text that was kept for a base; null where there is none. */
    unsavedBase: call(
      z.object({ caseId: id, path: inside, base: z.string().max(200) }),
      z.object({ text: z.string().nullable() }),
    ),
    forgetUnsaved: call(z.object({ caseId: id, path: inside }), z.object({})),
    listUnsaved: call(z.object({ caseId: id }), z.object({ unsaved: z.array(unsaved) })),
    /** Commits, newest first; of one path where it is given. */
    log: call(
      z.object({ caseId: id, path: inside.optional(), limit: z.int().min(1).max(1000).default(100) }),
      z.object({
        commits: z.array(
          z.object({ hash: z.string(), subject: z.string(), author: z.string(), at: instant }),
        ),
      }),
    ),
    encodings: call(z.object({}), z.object({ encodings: z.array(z.string()) })),
  },
)
