import { z } from 'zod'
import { call, service, stream } from './define.ts'

export const check = z.object({
  name: z.string(),
  ok: z.boolean(),
  finding: z.string(),
  /** What to do about it; empty when all is well. */
  remedy: z.string(),
})
export type Check = z.output<typeof check>

const progress = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), step: z.string(), done: z.int(), total: z.int() }),
  z.object({ type: z.literal('done'), path: z.string(), bytes: z.int() }),
])

/** The bench as a whole: what it is, and acts on all of it. Paths need `mayNamePaths`. */
export const bench = service(
  'bench',
  ['not-found', 'exists', 'unreadable', 'not-empty', 'invalid'] as const,
  {
    about: call(
      z.object({}),
      z.object({
        version: z.string(),
        dataDir: z.string(),
        platform: z.string(),
        cases: z.int(),
        mayNamePaths: z.boolean(),
      }),
    ),
    doctor: call(
      z.object({ bundlePath: z.string().max(4096).optional() }),
      z.object({ checks: z.array(check), ok: z.boolean() }),
    ),
    /** Opens the sample desk: imports the sample cases that ship with Casebench, with their evidence. */
    openSampleDesk: call(z.object({}), z.object({ cases: z.int() })),
    exportCase: stream(z.object({ key: z.string(), path: z.string().min(1).max(4096) }), progress),
    backup: stream(
      z.object({ path: z.string().min(1).max(4096), overwrite: z.boolean().default(false) }),
      progress,
    ),
    /** A backup's bytes, for a shell that cannot name paths. */
    backupBytes: stream(z.object({}), z.instanceof(Uint8Array)),
    /** A case's folder as a zip, for a shell that cannot name paths. */
    exportCaseBytes: stream(z.object({ key: z.string() }), z.instanceof(Uint8Array)),
  },
)
