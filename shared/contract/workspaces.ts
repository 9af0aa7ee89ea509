import { z } from 'zod'
import { id, instant, sha256 } from '../domain/entities.ts'
import { call, service, stream } from './define.ts'

const path = z.string().min(1).max(4096)
/** A path inside the workspace, with forward slashes; never absolute, never with `..`. */
export const inside = z
  .string()
  .max(4096)
  .refine((value) => !value.startsWith('/') && !value.split('/').includes('..') && !value.includes('\0'))

export const workspace = z.object({
  caseId: id,
  path: z.string(),
  /** The commit of the customer's state; null before anything was unpacked. */
  baseline: z.string().nullable(),
  /** The branch it stands on; null when detached or without a commit. */
  branch: z.string().nullable(),
  head: z.string().nullable(),
  /** What git is in the middle of. */
  state: z.enum(['plain', 'merging', 'rebasing', 'cherry-picking', 'reverting', 'bisecting']),
  /** Changed, untracked and unmerged files. */
  changed: z.int(),
  /** Files that a merge left in more than one version; the first hundred. */
  conflicts: z.array(z.string()),
  /** What to know while it is used, with the next act: an act of git half done, or no git; empty when all is well. */
  notice: z.string(),
  /** Why it cannot be used as it is, with the next act; empty when all is well. */
  problem: z.string(),
})
export type Workspace = z.output<typeof workspace>

export const refusedEntry = z.object({ entry: z.string(), reason: z.string() })
export type RefusedEntry = z.output<typeof refusedEntry>

/** What unpacking found to be more than it takes without being asked. */
export const unpackQuestion = z.object({
  /** The archive, or the entry of one. */
  entry: z.string(),
  reason: z.enum(['ratio', 'bytes', 'entries', 'depth']),
  sentence: z.string(),
})

export const treeEntry = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['file', 'folder', 'link', 'other']),
  bytes: z.int(),
  modifiedAt: instant,
  /** As git sees it against HEAD; `mixed` for a folder with changes inside. */
  status: z.enum(['', 'modified', 'added', 'deleted', 'untracked', 'unmerged', 'ignored', 'mixed']),
})
export type TreeEntry = z.output<typeof treeEntry>

/** A line that a search in files found; ranges are UTF-16 units of `text`, which is the line, cut where it is long. */
export const foundLine = z.object({
  line: z.int().min(1),
  text: z.string(),
  ranges: z.array(z.object({ start: z.int(), end: z.int() })),
})

export const workspaces = service(
  'workspaces',
  [
    'not-found',
    'no-git',
    'exists',
    'vanished',
    'not-empty',
    'too-large',
    'refused',
    'busy',
    'invalid',
  ] as const,
  {
    /** The workspace of a case; made, as a git repository, if need be. `path` chooses its folder (`mayNamePaths`). */
    open: call(z.object({ caseId: id, path: path.optional() }), workspace),
    /** The workspace as it stands, null where there is none; again when it changes. */
    watch: stream(z.object({ caseId: id }), z.object({ workspace: workspace.nullable() })),
    /**
     * Unpacks attachments (all that can be, when none is named) and commits them as the customer's state. Where it
     * would take more than its limits it stops with `question`; asking again with `allow` goes on.
     */
    unpack: stream(
      z.object({
        caseId: id,
        files: z
          .array(z.object({ name: z.string(), sha256 }))
          .max(1000)
          .default([]),
        /** Attachments by name (the newest of that name) or hash, beside `files`. */
        names: z.array(z.string().min(1).max(1000)).max(1000).default([]),
        allow: z.array(unpackQuestion.shape.reason).default([]),
      }),
      z.discriminatedUnion('type', [
        z.object({
          type: z.literal('progress'),
          entry: z.string(),
          files: z.int(),
          bytes: z.int(),
          of: z.int(),
        }),
        z.object({ type: z.literal('question'), question: unpackQuestion }),
        z.object({
          type: z.literal('done'),
          path: z.string(),
          files: z.int(),
          bytes: z.int(),
          refused: z.array(refusedEntry),
          refusedMore: z.int(),
          commit: z.string().nullable(),
        }),
      ]),
    ),
    /** One folder of the tree, folders first, by name. */
    list: call(
      z.object({
        caseId: id,
        folder: inside,
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(5000).default(1000),
      }),
      z.object({ entries: z.array(treeEntry), total: z.int() }),
    ),
    /** Folders in which something changed, of those named; the empty list first. `problem` says why changes show late. */
    watchFolders: stream(
      z.object({ caseId: id, folders: z.array(inside).max(2000) }),
      z.object({ folders: z.array(z.string()), problem: z.string().default('') }),
    ),
    /** Files whose path fits what was typed, best first. `ranges` are UTF-16 units of `path`. */
    quickOpen: call(
      z.object({ caseId: id, query: z.string().max(500), limit: z.int().min(1).max(500).default(50) }),
      z.object({
        files: z.array(
          z.object({ path: z.string(), ranges: z.array(z.object({ start: z.int(), end: z.int() })) }),
        ),
        total: z.int(),
      }),
    ),
    /** Find in files, with ripgrep; a batch a file. */
    find: stream(
      z.object({
        caseId: id,
        text: z.string().min(1).max(10_000),
        regex: z.boolean().default(false),
        matchCase: z.boolean().default(false),
        wholeWords: z.boolean().default(false),
        include: z.array(z.string().max(500)).max(50).default([]),
        exclude: z.array(z.string().max(500)).max(50).default([]),
        limit: z.int().min(1).max(100_000).default(10_000),
      }),
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('file'), path: z.string(), lines: z.array(foundLine) }),
        z.object({ type: z.literal('done'), files: z.int(), lines: z.int(), truncated: z.boolean() }),
      ]),
    ),
    makeFile: call(z.object({ caseId: id, path: inside }), z.object({})),
    makeFolder: call(z.object({ caseId: id, path: inside }), z.object({})),
    move: call(z.object({ caseId: id, from: inside, to: inside }), z.object({})),
    /** Puts files into the workspace's own trash, from which `restore` takes them back. */
    trash: call(
      z.object({ caseId: id, paths: z.array(inside).min(1).max(1000) }),
      z.object({ trashId: z.string() }),
    ),
    restore: call(z.object({ caseId: id, trashId: z.string() }), z.object({ paths: z.array(z.string()) })),
  },
)
