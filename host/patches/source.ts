import { constants } from 'node:fs'
import { lstat, open } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import type { Scratch } from './scratch.ts'

/** A file that a patch is tried on. */
export interface SourceFile {
  readonly bytes: Buffer
  readonly mode: '100644' | '100755'
}

/** What a patch is tried on: the files it names, as they stand, and no others. */
export type ReadSource = (path: string) => Promise<SourceFile | null>

/** Bytes of a file that a patch is tried on. */
const fileBytesAtMost = 64 * 1024 * 1024

const refused = (path: string, why: string) =>
  new BenchError('refused', `${path} ${why}, so the patch was not used. Nothing was changed.`, { path })

/**
 * Looks whether every folder on the way to a path is a folder, so that nothing is read or written through a link. Answers
 * whether all of them are there. Throws `refused` with the folder that is a link.
 */
export const checkWay = async (root: string, path: string): Promise<boolean> => {
  const parts = path.split('/')
  for (let depth = 1; depth < parts.length; depth += 1) {
    const folder = parts.slice(0, depth).join('/')
    const found = await lstat(join(root, folder)).catch(() => undefined)
    if (!found) return false
    if (found.isSymbolicLink()) throw refused(path, `lies behind ${folder}, which is a link`)
    if (!found.isDirectory()) throw refused(path, `would lie below ${folder}, which is a file`)
  }
  return true
}

/** Files of a folder, never through a link. */
export const folderSource =
  (root: string): ReadSource =>
  async (path) => {
    if (!(await checkWay(root, path))) return null
    const absolute = join(root, path)
    const found = await lstat(absolute).catch(() => undefined)
    if (!found) return null
    if (found.isSymbolicLink()) throw refused(path, 'is a link here')
    if (!found.isFile()) throw refused(path, 'is no plain file here')
    if (found.size > fileBytesAtMost) throw refused(path, 'is too large here')
    const file = await open(absolute, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    try {
      const mode = ((await file.stat()).mode & 0o100) === 0 ? '100644' : '100755'
      return { bytes: await file.readFile(), mode }
    } finally {
      await file.close()
    }
  }

/** Files of a commit, read through a repository that has its objects. */
export const commitSource =
  (scratch: Scratch, commit: string): ReadSource =>
  async (path) => {
    const entry = await scratch.text({ args: ['ls-tree', '-z', '--full-tree', commit, '--', path] })
    const [, mode, kind, hash] = /^(\d{6}) (\w+) ([0-9a-f]+)\t/.exec(entry) ?? []
    if (hash === undefined) return null
    if (kind !== 'blob' || (mode !== '100644' && mode !== '100755'))
      throw refused(path, 'is no plain file there')
    const { stdout } = await scratch.run({ args: ['cat-file', 'blob', hash], outputAtMost: fileBytesAtMost })
    return { bytes: stdout, mode }
  }
