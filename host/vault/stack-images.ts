import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'

const composeAtMost = 1024 * 1024
const services = z.object({
  services: z.record(z.string(), z.object({ image: z.string().optional() }).catch({})).default({}),
})

/** The images that the Compose file of a workspace names, with the variables of its `.env` put in. Throws `not-found`. */
export const stackImages = async (workspace: string): Promise<string[]> => {
  const text = await readFile(join(workspace, 'environment', 'compose.yaml'), 'utf8').catch(() => {
    throw new BenchError('not-found', 'This case has no environment. Propose one, or name the images.')
  })
  if (text.length > composeAtMost)
    throw new BenchError(
      'refused',
      'The Compose file of this case is too large to be one. Nothing was saved.',
    )
  const variables = readVariables(
    await readFile(join(workspace, 'environment', '.env'), 'utf8').catch(() => ''),
  )
  const found = services.safeParse(readYaml(text))
  const named = found.success ? Object.values(found.data.services).flatMap(({ image }) => image ?? []) : []
  return [...new Set(named.map((image) => filled(image, variables)))]
}

const readYaml = (text: string): unknown => {
  try {
    return parse(text, { maxAliasCount: 100, merge: true })
  } catch {
    throw new BenchError(
      'refused',
      'The Compose file of this case is not YAML. Nothing was saved. Open it and mend it.',
    )
  }
}

const readVariables = (text: string): Map<string, string> =>
  new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const found = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line)
      return found ? [[found[1] ?? '', (found[2] ?? '').replace(/^(['"])(.*)\1$/, '$2')] as const] : []
    }),
  )

/** Puts variables in, as Compose does (compose-spec, 12-interpolation.md): `$A`, `${A}`, `${A:-b}`, `${A-b}`. */
const filled = (text: string, variables: ReadonlyMap<string, string>): string =>
  text.replace(
    /\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?)([-?+])([^}]*))?\})/g,
    (_whole, dollar, bare, name, colon, act, other) => {
      if (dollar) return '$'
      const value = variables.get(bare ?? name)
      const absent = value === undefined || (colon === ':' && value === '')
      if (act === '+') return absent ? '' : other
      return absent ? (act === '-' ? other : '') : (value ?? '')
    },
  )
