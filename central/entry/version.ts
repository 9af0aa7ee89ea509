import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** The version of this Casebench, from its package.json. */
export const centralVersion = (): string =>
  z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))).version
