import { z } from 'zod'
import { instant } from '../entities.ts'

const short = z.string().max(1000)

/** One service of an environment as it really ran. */
export const lockedService = z.object({
  name: z.string().min(1).max(200),
  /** The image as the Compose file names it; empty for a local process. */
  image: short,
  /** The image's content: `sha256:…` of its configuration, the same on every engine that has the image. */
  imageId: short,
  /** `name@sha256:…` by which a registry knows it; empty for an image that was only built or loaded here. */
  digest: short,
  /** The command of a local process; null for a container. */
  process: z.string().max(10_000).nullable(),
  /** What the software itself says of its version; empty where no recipe knows how to ask. */
  version: short,
  /** Environment variables that the Compose file sets, with secrets masked. */
  settings: z.record(z.string(), z.string().max(10_000)),
})

/** What an environment was made of when something was run in it: enough to build the same one again. */
export const environmentLock = z.object({
  format: z.literal(1),
  at: instant,
  services: z.array(lockedService).max(200),
  /** SHA-256 of each file of the environment folder that a service reads, by its path in the workspace. */
  files: z.record(z.string().max(4096), z.string().regex(/^[0-9a-f]{64}$/)),
  engine: z.object({ kind: short, version: short, compose: short }).nullable(),
  host: z.object({ os: short, kernel: short, arch: short, cpus: z.int(), memoryBytes: z.int() }),
})
export type EnvironmentLock = z.output<typeof environmentLock>
export type LockedService = z.output<typeof lockedService>
