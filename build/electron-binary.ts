import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repositoryRoot } from './repository.ts'

const PACKAGE = join(repositoryRoot, 'node_modules/electron')

// A download of about 120 MB; whoever has a slower line starts with --browser and fetches it once by hand.
const DOWNLOAD_LIMIT_MS = 10 * 60_000

// Where there is no network the download fails at once, and a word about it would be noise.
const SAY_SO_AFTER_MS = 2_000

/**
 * The Electron binary as the package `electron` would name it, or null. Its own `require('electron')` is not
 * used because that downloads, prints and throws.
 */
export const electronBinary = (
  folder: string = PACKAGE,
  env: NodeJS.ProcessEnv = process.env,
): string | null => {
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  const binary = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name)
  return existsSync(binary) ? binary : null
}

/** Runs the download of the package itself; what it says is of no use to someone who gets the browser shell instead. */
const download = (): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const installer = join(PACKAGE, 'install.js')
  const child = spawn(process.execPath, [installer], {
    cwd: dirname(installer),
    stdio: 'ignore',
    timeout: DOWNLOAD_LIMIT_MS,
  })
  const stop = (): boolean => child.kill()
  process.once('exit', stop)
  child.once('error', () => resolve(false))
  child.once('exit', (code) => {
    process.off('exit', stop)
    resolve(code === 0)
  })
  return promise
}

/** The Electron binary, downloaded if need be and possible, or null. Any failure means that it cannot be had. */
export const obtainElectron = async (say: (line: string) => void): Promise<string | null> => {
  const present = electronBinary()
  if (present !== null || process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) return present
  const slow = setTimeout(say, SAY_SO_AFTER_MS, 'Downloading the Electron binary once, about 120 MB.')
  const downloaded = await download()
  clearTimeout(slow)
  return downloaded ? electronBinary() : null
}
