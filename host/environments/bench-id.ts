import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { environmentsFolder } from './names.ts'

const stored = z.object({ id: z.uuid(), folder: z.string().min(1).max(4096) })

/**
 * The id by which an engine knows what belongs to this bench; made at the first use. It lies beside the database and in
 * no backup, and a copied data folder gets another one, so that two benches never share it.
 */
export const benchId = (dataDir: string, newId: () => string): string => {
  const folder = realpathSync(dataDir)
  const path = join(environmentsFolder(folder), 'bench.json')
  const known = read(path)
  if (known && (known.folder === folder || !isBench(known))) {
    if (known.folder !== folder) write(path, { id: known.id, folder })
    return known.id
  }
  const id = newId()
  write(path, { id, folder })
  return id
}

/** Whether the folder where this id was made still is a bench of that id, and ours a copy of it. */
const isBench = ({ id, folder }: z.output<typeof stored>): boolean => {
  const path = join(environmentsFolder(folder), 'bench.json')
  return existsSync(path) && read(path)?.id === id
}

const read = (path: string): z.output<typeof stored> | null => {
  try {
    return stored.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // The first use, or a file that somebody changed: then what ran under the old id shows up with no bench.
    return null
  }
}

const write = (path: string, value: z.output<typeof stored>) => {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 })
  writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}
