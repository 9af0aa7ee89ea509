import { createHash } from 'node:crypto'
import { lstat, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ComparedSide } from '../../shared/contract/compare.ts'
import { BenchError } from '../../shared/contract/error.ts'
import { type EnvironmentLock, environmentLock } from '../../shared/domain/stack/lock.ts'
import { filesIn } from '../snapshots/files.ts'
import { followInside } from '../workspace/place.ts'
import type { ComparedEnvironment } from './differences.ts'

/** Bytes of a file that is compared setting by setting; configuration is smaller, and all of it together. */
const textAtMost = 1024 * 1024
const textsAtMost = 64 * 1024 * 1024

export interface SideOptions {
  workspace(caseId: string): Promise<string>
  /** What runs of a case's environment now; null where nothing does. */
  lock(caseId: string): Promise<EnvironmentLock | null>
}

/** Reads an environment for a comparison. Throws `vanished`, `refused`, `too-large`. */
export const readSide = async (options: SideOptions, side: ComparedSide): Promise<ComparedEnvironment> => {
  if ('caseId' in side) {
    const root = await options.workspace(side.caseId)
    if (side.folder !== undefined) {
      const path = await followInside(root, side.folder)
      return (await stat(path)).isFile() ? readLock(path) : readFolder(path)
    }
    const found = await readFolder(join(root, 'environment'))
    return { ...found, lock: await options.lock(side.caseId) }
  }
  const path = resolve(side.path)
  const stats = await stat(path).catch(() => undefined)
  if (!stats) throw new BenchError('vanished', `There is nothing at ${path}. Nothing was compared.`)
  return stats.isDirectory() ? readFolder(path) : readLock(path)
}

const readLock = async (path: string): Promise<ComparedEnvironment> => {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0))
  const lock = bytes.length <= textsAtMost ? lockIn(bytes) : null
  if (lock === null)
    throw new BenchError(
      'refused',
      `${path} is neither a folder nor an environment lock. Nothing was compared. Unpack a support bundle first.`,
    )
  return {
    lock,
    files: new Map(Object.keys(lock.files).map((name) => [name, null])),
    digests: new Map(Object.entries(lock.files)),
  }
}

const lockIn = (bytes: Buffer): EnvironmentLock | null => {
  try {
    const read = environmentLock.safeParse(JSON.parse(bytes.toString('utf8')))
    return read.success ? read.data : null
  } catch {
    // Not JSON.
    return null
  }
}

const readFolder = async (root: string): Promise<ComparedEnvironment> => {
  if (!(await lstat(root).catch(() => undefined))?.isDirectory())
    throw new BenchError('vanished', `There is no folder ${root}. Nothing was compared.`)
  const files = new Map<string, string | null>()
  const digests = new Map<string, string>()
  let lock: EnvironmentLock | null = null
  let read = 0
  for (const { path, kind, bytes } of await filesIn(root)) {
    if (kind !== 'file' || path.startsWith('.git/')) continue
    const content = await readFile(join(root, path))
    digests.set(path, createHash('sha256').update(content).digest('hex'))
    if (/(^|\/)[\w.-]*lock\.json$/.test(path)) lock ??= lockIn(content)
    read += bytes
    const isText = bytes <= textAtMost && read <= textsAtMost && !content.subarray(0, 8000).includes(0)
    files.set(path, isText ? content.toString('utf8') : null)
  }
  return { lock, files, digests }
}
