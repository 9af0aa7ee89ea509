import {
  closeSync,
  constants,
  copyFileSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { type Claims, claims } from './claims.ts'
import type { CommitStream } from './commit-stream.ts'

/** The last second that the index of git can hold. */
const latest = (2 ** 32 - 1) * 1000

export interface StagedFile {
  path: string
  executable: boolean
  modifiedAt: number
}

interface Written {
  size: number
  /** The bytes, where they are few, so that nobody has to read them again. */
  held: readonly Buffer[] | undefined
  failed: unknown
}

const heldBytes = 4 * 1024 * 1024

/**
 * The folder into which archives are unpacked before anything of it is in the workspace: new, ours alone, and without
 * any link until the very end, so that no entry can write through one. Calls are synchronous because a thread of its
 * own makes them, which takes half the time of going through the pool for small files.
 */
export const stage = (root: string, commits: CommitStream) => {
  mkdirSync(root, { recursive: true, mode: 0o700 })
  const names: Claims = claims((path) => mkdirSync(join(root, path)))
  const secondsOf = (modifiedAt: number) =>
    Number.isFinite(modifiedAt) ? Math.min(Math.max(modifiedAt, 0), latest) / 1000 : 0

  const git = (path: string) => (sep === '/' ? path : path.replaceAll(sep, '/'))
  return {
    root,
    names,
    /** Writes a file that does not exist yet. Returns how far it came, and why no further. */
    async write(
      file: StagedFile,
      bytes: AsyncIterable<Buffer>,
      take: (amount: number) => void,
    ): Promise<Written> {
      const whole = join(root, file.path)
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
      const handle = openSync(whole, flags, file.executable ? 0o755 : 0o644)
      let size = 0
      let held: Buffer[] | undefined = []
      try {
        for await (const chunk of bytes) {
          take(chunk.length)
          for (let at = 0; at < chunk.length; ) at += writeSync(handle, chunk, at)
          size += chunk.length
          if (size > heldBytes) held = undefined
          held?.push(chunk)
        }
        return { size, held, failed: undefined }
      } catch (failed) {
        return { size, held: undefined, failed }
      } finally {
        const seconds = secondsOf(file.modifiedAt)
        futimesSync(handle, seconds, seconds)
        closeSync(handle)
      }
    },
    /** Hands a written file on to the commit. */
    commit: (
      { path, executable }: Pick<StagedFile, 'path' | 'executable'>,
      { size, held }: Pick<Written, 'size'> & Partial<Written>,
    ) => commits.file({ path: git(path), executable, size, from: join(root, path), held }),
    remove: (path: string) => rmSync(join(root, path), { force: true }),
    size(path: string): number | undefined {
      const found = lstatSync(join(root, path), { throwIfNoEntry: false })
      return found?.isFile() ? found.size : undefined
    },
    /** A copy, because two names for one file would both change when one is edited. */
    copy(from: string, to: string): void {
      copyFileSync(join(root, from), join(root, to), constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
      const { atime, mtime } = statSync(join(root, from))
      utimesSync(join(root, to), atime, mtime)
    },
    async link(path: string, target: string): Promise<void> {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      symlinkSync(target, join(root, path))
      await commits.link(git(path), target)
    },
  }
}

export type Stage = ReturnType<typeof stage>
