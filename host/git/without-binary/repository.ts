import * as fs from 'node:fs'
import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type Library from 'isomorphic-git'
import { GitFailure } from '../failure.ts'
import type { GitCall } from '../git.ts'
import { needsBinary } from './call.ts'

export interface Repository {
  readonly folder: string
  readonly gitdir: string
  /** Where objects are read, the first of them being where new ones go. */
  readonly objects: readonly string[]
  readonly index: string
  /** Whether the executable bit of a file means anything here. */
  readonly modes: boolean
  readonly library: typeof Library
  /** What every call of the library needs. */
  readonly at: { fs: typeof fs; dir: string; gitdir: string; cache: object }
  readonly call: GitCall
}

/** Formats of a repository that the library would misread instead of refusing them (git-config(1), extensions.*). */
const strange = ['extensions.objectformat', 'extensions.refstorage', 'extensions.worktreeconfig']

/** The repository a call means. Throws `no-git` for one that only git itself can read. */
export const openRepository = async (call: GitCall): Promise<Repository> => {
  const { folder, env = {} } = call
  const gitdir = join(folder, '.git')
  const found = lstatSync(gitdir, { throwIfNoEntry: false })
  if (!found) throw new GitFailure(call.args, 128, 'not a git repository')
  const own = env.GIT_OBJECT_DIRECTORY
  if (!found.isDirectory() || (own === undefined && env.GIT_ALTERNATE_OBJECT_DIRECTORIES !== undefined))
    throw needsBinary()
  const library = (await import('isomorphic-git')).default
  const at = { fs, dir: folder, gitdir, cache: {} }
  for (const path of strange)
    if ((await library.getConfig({ ...at, path })) !== undefined) throw needsBinary()
  const objects = join(gitdir, 'objects')
  return {
    folder,
    gitdir,
    objects: own === undefined ? [objects] : [own, objects],
    index: env.GIT_INDEX_FILE ?? join(gitdir, 'index'),
    modes:
      process.platform !== 'win32' && (await library.getConfig({ ...at, path: 'core.filemode' })) !== false,
    library,
    at,
    call,
  }
}
