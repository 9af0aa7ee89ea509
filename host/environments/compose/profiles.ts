import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readEnvFile } from '../review/interpolate.ts'

/** The profiles that `.env` turns on, https://docs.docker.com/compose/how-tos/profiles/. */
export const profilesOf = async (folder: string): Promise<ReadonlySet<string>> => {
  const text = await readFile(join(folder, '.env'), 'utf8').catch(() => '')
  const set = readEnvFile(text).findLast(({ name }) => name === 'COMPOSE_PROFILES')
  const names = (set?.value ?? '').split(',').map((name) => name.trim())
  return new Set(names.filter((name) => name !== ''))
}

/** Whether a service of these profiles starts. */
export const isOn = (of: readonly string[], profiles: ReadonlySet<string>): boolean =>
  of.length === 0 || profiles.has('*') || of.some((name) => profiles.has(name))
