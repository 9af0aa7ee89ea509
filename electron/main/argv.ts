import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'

export type Arguments = { ok: true; dataDir: string | undefined } | { ok: false; message: string }

export interface Surroundings {
  cwd: string
  env: Record<string, string | undefined>
}

/**
 * What the desktop shell is told: `--data DIR` or `--data=DIR`, relative to the folder it is started in, else
 * `CASEBENCH_DATA`. Everything else is left to Chromium, which adds switches of its own anywhere.
 */
export const parseArguments = (argv: readonly string[], { cwd, env }: Surroundings): Arguments => {
  let dataDir = env.CASEBENCH_DATA || undefined
  for (const [index, word] of argv.entries()) {
    if (word !== '--data' && !word.startsWith('--data=')) continue
    const value = word === '--data' ? argv[index + 1] : word.slice('--data='.length)
    if (!value || (word === '--data' && value.startsWith('-')))
      return { ok: false, message: 'Casebench did not start: --data needs the folder to keep its data in.' }
    dataDir = value
  }
  if (dataDir === undefined) return { ok: true, dataDir }
  if (dataDir.includes('\0') || dataDir.length > 4096)
    return { ok: false, message: 'Casebench did not start: the folder given with --data is not a path.' }
  return { ok: true, dataDir: resolve(cwd, dataDir) }
}

/**
 * Where Chromium keeps what is its own, below the system's folder for applications. The system allows one instance
 * per profile, so each data folder has its own: two benches run side by side, and a second start on one of them
 * brings the first to the front. Never the default, which on macOS and Windows is the bench's own data folder.
 */
export const profileDir = (appData: string, dataDir: string | undefined): string => {
  const name =
    dataDir === undefined ? 'default' : createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  return join(appData, 'casebench-desktop', name)
}
