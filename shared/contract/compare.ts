import { z } from 'zod'
import { id } from '../domain/entities.ts'
import { call, service } from './define.ts'
import { inside } from './workspaces.ts'

/** An environment to compare: a folder of files, an environment lock or a repro card on this disk, or a case's own. */
const side = z.union([
  z.object({ path: z.string().min(1).max(4096) }),
  z.object({
    caseId: id,
    /** A folder or a lock of the workspace; the environment's own, with what runs now, when it is not named. */
    folder: inside.optional(),
  }),
])
export type ComparedSide = z.output<typeof side>

const perSide = z.object({
  now: z.string().nullable(),
  healthy: z.string().nullable(),
  ours: z.string().nullable(),
})

export const environmentDifference = z.object({
  kind: z.enum(['version', 'setting', 'file']),
  /** The service, or the file as the first environment has it. */
  where: z.string(),
  /** The setting in it; empty for a version or a file as a whole. */
  key: z.string(),
  /** What each has; null where it has none, or where that environment was not given. */
  now: z.string().nullable(),
  healthy: z.string().nullable(),
  ours: z.string().nullable(),
  /** The file of each that plays its part, as a path inside of that environment; null for a service. */
  files: perSide.nullable(),
  /** Why it stands where it stands. */
  reason: z.string(),
  /** What differs on every machine: times, hosts, paths. These come last. */
  noise: z.boolean(),
})
export type EnvironmentDifference = z.output<typeof environmentDifference>

/** Up to three environments side by side: the customer's now, the customer's when it was healthy, and ours. */
export const compare = service(
  'compare',
  ['not-found', 'vanished', 'refused', 'too-large', 'invalid'] as const,
  {
    /** What they differ in, the likeliest cause first. `caseId` names the case whose components matter most. */
    environments: call(
      z.object({
        now: side,
        healthy: side.nullable().default(null),
        ours: side.nullable().default(null),
        caseId: id.nullable().default(null),
        limit: z.int().min(1).max(10_000).default(1000),
      }),
      z.object({ differences: z.array(environmentDifference), total: z.int(), notes: z.array(z.string()) }),
    ),
  },
)
