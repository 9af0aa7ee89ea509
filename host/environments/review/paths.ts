import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { reproScript } from '../../runs/repro.ts'

const isWithin = (root: string, path: string): boolean => path === root || path.startsWith(root + sep)

/** The path with the links of all that is there followed; what is not there yet is taken as it reads. */
const realOf = (path: string): string => {
  let rest = ''
  for (let there = path; ; there = dirname(there)) {
    try {
      return join(realpathSync(there), rest)
    } catch {
      // Not there, or not to be looked at: its folder decides.
      if (dirname(there) === there) return path
      rest = join(relative(dirname(there), there), rest)
    }
  }
}

export interface Led {
  /** Where it leads, absolute, links followed. */
  path: string
  inside: boolean
  /** As a path of the workspace where it is inside of it, else the same as `path`. */
  shown: string
}

const isForeign = (path: string): boolean =>
  path.startsWith('~') || /^[A-Za-z]:/.test(path) || path.includes('\\')

/**
 * Where a path of a Compose file leads, from the folder it is relative to; inside of any of the roots is inside. The roots
 * are real paths.
 */
export const leadOf = (path: string, from: string, roots: readonly string[]): Led => {
  if (isForeign(path)) return { path, inside: false, shown: path }
  const real = realOf(isAbsolute(path) ? resolve(path) : resolve(from, path))
  const root = roots.find((one) => isWithin(one, real))
  const shown = root === undefined ? real : relative(root, real) || '.'
  return { path: real, inside: root !== undefined, shown }
}

/** As disks that know no case, and those with short names, would take it. */
const isGit = (name: string): boolean => /^(\.git|git~1)$/i.test(name)

/** Whether a folder is git's own or has it inside; what is written there is run by git. */
export const touchesGit = (path: string, roots: readonly string[]): boolean =>
  path.split(sep).some(isGit) || roots.some((root) => isWithin(path, join(root, '.git')))

/** Whether it is the script that checks run, as a path of the workspace. */
export const isCheck = (shown: string): boolean => shown.toLowerCase() === reproScript

/** Where engines listen. Who mounts a folder above has the socket too. */
const sockets = [
  '/var/run/docker.sock',
  '/run/docker.sock',
  '/run/podman/podman.sock',
  '/run/containerd/containerd.sock',
  '/run/crio/crio.sock',
]

export const reachesEngine = (path: string): boolean =>
  /\.sock$|pipe/i.test(path) ||
  /\/run\/user(\/\d+)?(\/podman|\/docker)?$/.test(path) ||
  sockets.some((socket) => path === '/' || isWithin(path, socket) || isWithin(socket, path))
