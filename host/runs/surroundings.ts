import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { arch, cpus, release, totalmem, type as typeOf } from 'node:os'
import { join } from 'node:path'
import type { EnvironmentLock } from '../../shared/domain/stack/lock.ts'
import { reproScript } from './repro.ts'

/** What a check without an environment ran on: this machine, and the script. */
export const hostLock = async (folder: string, at: number): Promise<EnvironmentLock> => {
  const script = await readFile(join(folder, reproScript)).catch(() => undefined)
  return {
    format: 1,
    at,
    services: [],
    files: script ? { [reproScript]: createHash('sha256').update(script).digest('hex') } : {},
    engine: null,
    host: {
      os: typeOf(),
      kernel: release(),
      arch: arch(),
      cpus: cpus().length,
      memoryBytes: totalmem(),
    },
  }
}
