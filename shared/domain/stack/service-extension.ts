import { z } from 'zod'

const words = z.string().min(1).max(2000)
const seconds = (least: number, most: number, otherwise: number) =>
  z.int().min(least).max(most).default(otherwise)

/** A folder of the workspace, with forward slashes, relative to its root; empty for the root itself. */
const folder = z
  .string()
  .max(4096)
  .refine(
    (path) =>
      !/^([/\\~]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes('..') && !path.includes('\0'),
    'The folder must lie in the workspace: no absolute path, no ~ and no ..',
  )

const port = z.int().min(1).max(65_535)

/** How a local process is known to be ready. Without a check it is ready once it has run for a second. */
const ready = z.discriminatedUnion('type', [
  /** Something listens on this port of 127.0.0.1. */
  z.strictObject({ type: z.literal('port'), port, timeoutSeconds: seconds(1, 3600, 60) }),
  /** A line of its output matches this regular expression (JavaScript, without flags). */
  z.strictObject({
    type: z.literal('log'),
    pattern: words.refine(isPattern, 'This is no regular expression'),
    timeoutSeconds: seconds(1, 3600, 60),
  }),
  /** A GET of this path on 127.0.0.1 answers with a status of 200 to 399. */
  z.strictObject({
    type: z.literal('http'),
    port,
    path: z.string().max(2000).startsWith('/').default('/'),
    timeoutSeconds: seconds(1, 3600, 60),
  }),
])

function isPattern(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}

/** A service that runs as a supervised process of this machine and not in a container. */
export const processService = z.strictObject({
  /** The program and its arguments; no shell reads it. Write `["sh", "-c", "…"]` where one is wanted. */
  command: z.array(z.string().max(100_000)).min(1).max(1000),
  /** The folder it starts in. */
  cwd: folder.default(''),
  /** Added to the few variables that every process gets (PATH, HOME, LANG, TMPDIR). */
  environment: z.record(z.string().regex(/^[^=\0]+$/), z.coerce.string().max(100_000)).default({}),
  ready: ready.nullable().default(null),
  /** How long it may take to end after SIGTERM before it is killed. */
  stopSeconds: seconds(1, 600, 10),
})
export type ProcessService = z.output<typeof processService>

/**
 * What stands under `x-casebench` at a service of a Compose file. Compose ignores it. `recipe` and `version` say what
 * the service was made from, so that versions can be changed and asked for; with `process` the service is run by
 * Casebench as a local process, and what else Compose says of it (`depends_on`, `profiles`) still holds.
 */
export const serviceExtension = z.strictObject({
  recipe: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .optional(),
  version: z.string().max(300).optional(),
  process: processService.optional(),
})
export type ServiceExtension = z.output<typeof serviceExtension>
