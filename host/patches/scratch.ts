import { copyFile, mkdir, mkdtemp, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Git, GitCall } from '../git/git.ts'

/** Where patches are tried out: nothing in it belongs to anybody, and it is empty after a start. */
export const scratchFolder = (dataDir: string): string => join(dataDir, 'scratch')

/** A git of a place of its own: an index and objects that no repository of a user ever sees. */
export interface Scratch extends AsyncDisposable {
  readonly folder: string
  run(call: ScratchCall): ReturnType<Git['run']>
  text(call: ScratchCall): Promise<string>
}

/** What a call needs beside its place. */
export type ScratchCall = Omit<GitCall, 'folder'>

const begin = async (dataDir: string): Promise<string> => {
  await mkdir(scratchFolder(dataDir), { recursive: true, mode: 0o700 })
  return mkdtemp(join(scratchFolder(dataDir), 'patch-'))
}

const end = (folder: string) => rm(folder, { recursive: true, force: true })

/** Where a repository keeps its objects. */
export const objectsOf = (git: Git, folder: string): Promise<string> =>
  git.text({ folder, args: ['rev-parse', '--path-format=absolute', '--git-path', 'objects'] })

/** Paths as `GIT_ALTERNATE_OBJECT_DIRECTORIES` takes them (git(1)); quoted, since a folder may hold a colon. */
const alternates = (paths: readonly string[]): string =>
  paths.map((path) => `"${path.replace(/["\\]/g, '\\$&')}"`).join(process.platform === 'win32' ? ';' : ':')

/** A copy as old as the index: git reads a file again that is not older than its index, as times are whole seconds. */
const copyIndex = async (from: string, to: string) => {
  const { mtimeMs } = await stat(from)
  await copyFile(from, to)
  const second = Math.floor(mtimeMs / 1000)
  await utimes(to, second, second)
}

/**
 * The working tree of a workspace with an index and objects beside it: what git is told here is neither in the user's
 * index nor in the repository. The index starts as a copy of the user's, so that files that did not change are not
 * read.
 */
export const besideWorkspace = async (
  { git, dataDir }: { git: Git; dataDir: string },
  workspace: string,
): Promise<Scratch> => {
  const folder = await begin(dataDir)
  await mkdir(join(folder, 'objects'))
  const objects = await objectsOf(git, workspace)
  const index = await git.text({
    folder: workspace,
    args: ['rev-parse', '--path-format=absolute', '--git-path', 'index'],
  })
  // A repository in which nothing was added yet has no index.
  await copyIndex(index, join(folder, 'index')).catch(() => undefined)
  const env = {
    GIT_INDEX_FILE: join(folder, 'index'),
    GIT_OBJECT_DIRECTORY: join(folder, 'objects'),
    GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates([objects]),
  }
  const call = (one: ScratchCall): GitCall => ({ ...one, folder: workspace, env: { ...env, ...one.env } })
  return {
    folder,
    run: (one) => git.run(call(one)),
    text: (one) => git.text(call(one)),
    [Symbol.asyncDispose]: () => end(folder),
  }
}

/** An empty repository that can read the objects of others and belongs to nobody. */
export const emptyRepository = async (
  { git, dataDir }: { git: Git; dataDir: string },
  objects: readonly string[],
): Promise<Scratch> => {
  const folder = await begin(dataDir)
  await git.run({ folder, args: ['init', '-q'], repository: false })
  const env: Record<string, string> =
    objects.length > 0 ? { GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates(objects) } : {}
  const call = (one: ScratchCall): GitCall => ({ ...one, folder, env: { ...env, ...one.env } })
  return {
    folder,
    run: (one) => git.run(call(one)),
    text: (one) => git.text(call(one)),
    [Symbol.asyncDispose]: () => end(folder),
  }
}
