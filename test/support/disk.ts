import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

const mount = (path: string, ...options: string[]): boolean =>
  spawnSync('mount', [...options, path]).status === 0

const unmounting = (path: string): Disposable => ({
  [Symbol.dispose]: () => void spawnSync('umount', ['-l', path]),
})

/** Why a test is skipped where one of these is undefined. */
export const noDisk = 'this machine does not let the test mount a disk (Linux as root does)'

/** A disk of so many megabytes under `path`; undefined where this machine does not let us make one. */
export const smallDisk = (path: string, megabytes: number): Disposable | undefined => {
  mkdirSync(path, { recursive: true })
  return mount(path, '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs') ? unmounting(path) : undefined
}

/** What is in the folder, for reading only until it is disposed of; permissions would not bind root. */
export const readOnlyDisk = (path: string): Disposable | undefined => {
  if (!mount(path, '--bind', path)) return undefined
  const bound = unmounting(path)
  if (mount(path, '-o', 'remount,ro,bind')) return bound
  bound[Symbol.dispose]()
  return undefined
}
