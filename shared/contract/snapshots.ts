import { z } from 'zod'
import { id, instant } from '../domain/entities.ts'
import { call, service, stream } from './define.ts'

/** What a snapshot may be called: it is typed at a command line. */
export const snapshotName = z
  .string()
  .regex(/^[a-zA-Z0-9][\w.-]{0,63}$/, 'takes letters, digits, ".", "_" and "-", 64 at most')

/** The snapshot from which environments that begin fresh may start, so that a long first start is paid once. */
export const preparedName = 'prepared'

export const snapshot = z.object({
  id,
  name: z.string(),
  createdAt: instant,
  /** The snapshot that the environment was at before; null where it was at none. */
  from: z.string().nullable(),
  /** Whether the environment was saved to it or restored from it last. */
  current: z.boolean(),
  volumes: z.array(z.object({ name: z.string(), bytes: z.int() })),
  /** Of its volumes and files together. */
  bytes: z.int(),
  files: z.int(),
  /** What a second copy takes beside it, which makes going back to it quick; 0 without one. */
  spareBytes: z.int(),
})
export type Snapshot = z.output<typeof snapshot>

const target = z.object({ caseId: id, name: snapshotName })
const done = z.object({ snapshot, durationMs: z.int(), notes: z.array(z.string()) })

/** Names the state of a case's environment, its volumes and its folder, and goes back to it. */
export const snapshots = service(
  'snapshots',
  [
    'not-found',
    'no-environment',
    'no-engine',
    'engine',
    'exists',
    'busy',
    'too-large',
    'vanished',
    'refused',
    'invalid',
  ] as const,
  {
    /** Those of a case, oldest first; again when they change. */
    watch: stream(z.object({ caseId: id }), z.object({ snapshots: z.array(snapshot) })),
    /** Saves the state under a name; services that run are stopped meanwhile. */
    save: call(target, done),
    /**
     * Goes back to a snapshot. Services that run are stopped meanwhile. A folder `environment` that differs goes into the
     * workspace's trash. Saving after it branches off from it.
     */
    restore: call(target, done),
    /** Gives a snapshot a second name, without touching the environment. */
    branch: call(target.extend({ to: snapshotName }), z.object({ snapshot })),
    remove: call(target, z.object({ bytesFreed: z.int() })),
  },
)
