import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The names that Compose looks for, in its order, and the override that goes with each. */
const names = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'] as const

const overrides = [
  'compose.override.yaml',
  'compose.override.yml',
  'docker-compose.override.yaml',
  'docker-compose.override.yml',
] as const

/** The Compose files of a folder as Compose would choose them; empty where there is none. */
export const composeFiles = (folder: string): string[] => {
  const main = names.map((name) => join(folder, name)).find((path) => existsSync(path))
  if (main === undefined) return []
  const override = overrides.map((name) => join(folder, name)).find((path) => existsSync(path))
  return override === undefined ? [main] : [main, override]
}
