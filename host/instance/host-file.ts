import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'

const hostFile = z.object({
  pid: z.int(),
  /** Milliseconds since 1970. */
  startedAt: z.int(),
  version: z.string(),
  /** Where the host takes local command lines. */
  socketPath: z.string(),
  /** What they must present there. */
  key: z.string(),
})
export type HostFile = z.output<typeof hostFile>

const pathIn = (dataDir: string) => join(dataDir, 'host.json')
const partIn = (dataDir: string) => `${pathIn(dataDir)}.part`

/** What the host on this folder says of itself; null where there is none, or none whose file can be read. */
export const readHostFile = (dataDir: string): HostFile | null => {
  try {
    return hostFile.parse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8')))
  } catch {
    // Absent, or not yet written, or of another version: the lock alone says whether a host runs.
    return null
  }
}

export const writeHostFile = (dataDir: string, file: HostFile): void => {
  writeFileSync(partIn(dataDir), JSON.stringify(file), { mode: 0o600 })
  renameSync(partIn(dataDir), pathIn(dataDir))
}

/** Removes the file, and what a host that was killed while it wrote may have left of it. */
export const removeHostFile = (dataDir: string): void => {
  for (const path of [pathIn(dataDir), partIn(dataDir)]) rmSync(path, { force: true })
}

/** The refusal of a second host on the same folder. */
export const alreadyRunning = (dataDir: string): BenchError => {
  const host = readHostFile(dataDir)
  const since = host && new Date(host.startedAt).toISOString().slice(0, 16).replace('T', ' ')
  const who = host ? ` (process ${host.pid}, since ${since} UTC)` : ''
  return new BenchError(
    'in-use',
    `Casebench is already running on this data folder${who}. Use its window, or close it first.`,
    host ? { pid: host.pid, startedAt: host.startedAt } : undefined,
  )
}
