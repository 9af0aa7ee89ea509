import { z } from 'zod'
import { id, patchEntity, patchFields } from '../domain/entities.ts'
import { patchStates } from '../domain/vocabulary.ts'
import { caseKey } from './cases.ts'
import { call, service, stream } from './define.ts'
import { stepped } from './step.ts'
import { inside } from './workspaces.ts'

const revision = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\w./@^~{}-]+$/)

/** One hunk of a change, as `git diff` prints it. */
export const hunk = z.object({
  /** Names the hunk as long as neither side changes. */
  id: z.string(),
  header: z.string(),
  oldStart: z.int(),
  oldLines: z.int(),
  newStart: z.int(),
  newLines: z.int(),
  lines: z.array(z.string()),
})
export type Hunk = z.output<typeof hunk>

export const changedFile = z.object({
  path: z.string(),
  /** The path it had before, where it was renamed. */
  from: z.string().nullable(),
  status: z.enum(['added', 'modified', 'deleted', 'renamed', 'unmerged']),
  binary: z.boolean(),
  insertions: z.int(),
  deletions: z.int(),
  /** Null where there are too many or too long ones to show; the file can still be taken whole. */
  hunks: z.array(hunk).nullable(),
})
export type ChangedFile = z.output<typeof changedFile>

/** What goes into a patch: whole files, or some hunks of one. */
const selection = z.object({ path: z.string(), hunks: z.array(z.string()).nullable().default(null) })

export const patchCheck = z.object({
  applies: z.boolean(),
  /** Files that need a person, where a 3-way merge was possible at all. */
  conflicts: z.array(z.string()),
  /** Each file with what the merge made of it, conflict markers included. */
  results: z.array(z.object({ path: z.string(), text: z.string().nullable(), conflict: z.boolean() })),
  sentence: z.string(),
})

export const patches = service(
  'patches',
  [
    'not-found',
    'no-workspace',
    'no-git',
    'vanished',
    'busy',
    'empty',
    'changed',
    'conflict',
    'refused',
    'too-large',
    'unreadable',
    'invalid',
  ] as const,
  {
    /** What the working tree changes against a revision (`baseline` is the customer's state); again when it changes. */
    watchChanges: stream(
      z.object({ caseId: id, against: revision.default('baseline') }),
      z.object({ files: z.array(changedFile), base: z.string().nullable() }),
    ),
    /**
     * Makes a `git format-patch` series of the selection (all changes when empty) on `base`, with sign-off and the case
     * reference, attaches it to the case as one mbox file and keeps it as a patch in state `draft`.
     */
    create: call(
      z.object({
        caseId: id,
        message: z.string().trim().min(1).max(20_000),
        base: revision.default('baseline'),
        branch: z.string().max(300).default(''),
        selection: z.array(selection).default([]),
      }),
      stepped.extend({ patch: patchEntity, eventId: id, insertions: z.int(), deletions: z.int() }),
    ),
    /** The patches of a case, newest first; again when they change. */
    watch: stream(z.object({ caseId: id }), z.object({ patches: z.array(patchEntity) })),
    get: call(z.object({ id }), patchEntity),
    /** The series as readable commits with their hunks. */
    read: call(
      z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
      z.object({
        commits: z.array(
          z.object({
            subject: z.string(),
            body: z.string(),
            author: z.string(),
            date: z.string(),
            files: z.array(changedFile),
          }),
        ),
      }),
    ),
    set: call(z.object({ id, set: patchFields.pick({ title: true, branch: true }).partial() }), stepped),
    /** Says that it reached a state; `state` may also go back. */
    step: call(
      z.object({
        id,
        state: z.enum(patchStates),
        at: z.int().min(0).optional(),
        url: z.string().max(2000).default(''),
        note: z.string().max(500).default(''),
      }),
      stepped,
    ),
    /**
     * Tries a series on a folder (`mayNamePaths`), a revision of the workspace, or the files of another case's workspace
     * as they stand, 3-way, changing none of them.
     */
    check: call(
      z.object({
        caseId: id,
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        onto: z.union([
          z.object({ folder: z.string().min(1).max(4096) }),
          z.object({ revision }),
          z.object({ workspaceOf: caseKey }),
        ]),
      }),
      patchCheck,
    ),
    /** Applies a series or a plain diff to the working tree, 3-way; conflicts are left in the files and named. */
    apply: call(
      z.object({ caseId: id, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
      z.object({ applied: z.array(z.string()), conflicts: z.array(z.string()) }),
    ),
    /** Takes the selected changes out of the working tree; what was there goes to the workspace's trash. */
    discard: call(
      z.object({ caseId: id, against: revision.default('HEAD'), selection: z.array(selection).min(1) }),
      z.object({ trashId: z.string() }),
    ),
    /** Commits paths of the working tree (all when empty) on the branch it stands on. */
    commit: call(
      z.object({
        caseId: id,
        message: z.string().trim().min(1).max(20_000),
        paths: z.array(inside).default([]),
      }),
      z.object({ hash: z.string() }),
    ),
  },
)
