import { lstatSync, readdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'

/** Where the workspaces lie whose folder nobody chose. */
const workspacesFolder = (dataDir: string): string => join(dataDir, 'workspaces')

/** The folder of a case's workspace: its reference for people, the end of its id so that no two are the same. */
export const defaultFolder = (dataDir: string, { id, ref }: { id: string; ref: string }): string =>
  join(workspacesFolder(dataDir), `${ref.replace(/[^A-Za-z0-9._-]+/g, '-')}-${id.slice(-8)}`)

const within = (outer: string, inner: string): boolean => {
  const way = relative(outer, inner)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(way) !== way)
}

/** The path with the links of what exists of it resolved; what does not exist yet is taken as it is written. */
const realOf = (path: string): string => {
  try {
    return realpathSync.native(path)
  } catch (error) {
    if (dirname(path) === path) throw error
    return join(realOf(dirname(path)), basename(path))
  }
}

/** What stands at a path: nothing, an empty folder, or a git repository. Throws `refused`, `not-empty`. */
export const inspectFolder = (path: string): 'absent' | 'empty' | 'repository' => {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found) return 'absent'
  if (found.isSymbolicLink())
    throw new BenchError('refused', `${path} is a link. Name the folder that it leads to.`)
  if (!found.isDirectory()) throw new BenchError('refused', `${path} is not a folder. Nothing was changed.`)
  const names = readdirSync(path)
  if (names.length === 0) return 'empty'
  if (!names.includes('.git'))
    throw new BenchError(
      'not-empty',
      `${path} is not empty and no git repository. Nothing was changed; choose an empty folder or a repository.`,
    )
  if (lstatSync(join(path, '.git')).isSymbolicLink())
    throw new BenchError(
      'refused',
      `The .git of ${path} is a link, which may lead anywhere. Choose another folder.`,
    )
  return 'repository'
}

/** The real path of a folder that somebody chose. Throws `refused` where it would mix with what the bench keeps itself. */
export const chosenFolder = (dataDir: string, path: string): string => {
  const wanted = resolve(path)
  inspectFolder(wanted)
  const real = realOf(wanted)
  const data = realOf(resolve(dataDir))
  const own = dirname(real) === workspacesFolder(data)
  if (within(real, data) || (within(data, real) && !own))
    throw new BenchError(
      'refused',
      `${path} holds what the bench keeps itself, or more than one case. Nothing was changed; choose another folder.`,
    )
  return real
}
