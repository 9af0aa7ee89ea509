import { copyFile, lstat, mkdir, readdir, readlink, realpath, rename, rm, symlink } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { v4 as uuid } from 'uuid'
import { BenchError } from '../../../shared/contract/error.ts'
import { openError, placeToChange, realRoot } from '../../workspace/place.ts'
import { composeFiles } from '../compose/files.ts'
import { environmentFolder } from '../names.ts'
import { reviewEnvironment } from '../review/review.ts'

export interface ImportedProject {
  /** Files that were copied, as paths of the workspace. */
  copied: number
  /** Links that lead out of the folder; they were left out. */
  leftOut: string[]
  /** Files that the project reads and that lie beside its folder, and so were not copied. */
  missing: string[]
}

const bounds = { files: 10_000, bytes: 500_000_000 } as const

const tooLarge = (folder: string) =>
  new BenchError(
    'too-large',
    `${folder || 'The workspace'} has more than 10,000 files or 500 MB, and was not copied. Put its Compose files and what they need into the folder "${environmentFolder}" by hand.`,
  )

interface Copying {
  from: string
  to: string
  /** What lies in the folder and is not of the project. */
  not: ReadonlySet<string>
  folder: string
  copied: number
  bytes: number
  leftOut: string[]
}

const copyTree = async (copying: Copying, path: string): Promise<void> => {
  const source = join(copying.from, path)
  const target = join(copying.to, path)
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    const [from, to] = [join(source, entry.name), join(target, entry.name)]
    if (copying.not.has(from) || entry.name === '.git') continue
    if (entry.isDirectory()) {
      await mkdir(to)
      await copyTree(copying, inner)
    } else if (entry.isSymbolicLink()) await copyLink(copying, { from, to, inner })
    else if (entry.isFile()) {
      const { size } = await lstat(from)
      copying.bytes += size
      copying.copied++
      if (copying.copied > bounds.files || copying.bytes > bounds.bytes) throw tooLarge(copying.folder)
      await copyFile(from, to)
    } else copying.leftOut.push(inner)
  }
}

const copyLink = async (
  copying: Copying,
  { from, to, inner }: Record<'from' | 'to' | 'inner', string>,
): Promise<void> => {
  const text = await readlink(from)
  const led = await realpath(from).catch(() => '')
  if (!text.startsWith('/') && led.startsWith(copying.from + sep)) await symlink(text, to)
  else copying.leftOut.push(inner)
}

/** What the project reads that is not in its folder. */
const beside = async (root: string, folder: string): Promise<string[]> => {
  const files = composeFiles(join(root, folder)).map((path) => relative(root, path))
  const review = await reviewEnvironment({ root, files })
  return review.files.filter((path) => relative(folder, path).startsWith('..'))
}

/**
 * Copies a Compose project of the workspace, bit by bit, to where the environment of the case lies. Whole or not at all.
 * Throws `exists` where there is an environment already, `not-found`, `too-large`, and what the disk says.
 */
export const importProject = async (workspace: string, folder: string): Promise<ImportedProject> => {
  const root = await realRoot(workspace)
  const target = await placeToChange(root, environmentFolder)
  const from = folder === '' ? root : (await placeToChange(root, folder)).absolute
  if (folder === environmentFolder)
    throw new BenchError('exists', `${folder} is the environment of the case already. Nothing was copied.`)
  if (composeFiles(from).length === 0)
    throw new BenchError(
      'not-found',
      `There is no Compose file in ${folder || 'the workspace'}. Nothing was copied.`,
    )
  const temporary = join(target.folder, `.${environmentFolder}-${uuid().slice(0, 8)}`)
  const copying: Copying = {
    ...{ from, to: temporary, folder, copied: 0, bytes: 0, leftOut: [] },
    not: new Set([target.absolute, temporary]),
  }
  try {
    await mkdir(temporary)
    await copyTree(copying, '')
    await takePlace(temporary, target.absolute)
  } catch (error) {
    throw openError(environmentFolder, error)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
  return { copied: copying.copied, leftOut: copying.leftOut.toSorted(), missing: await beside(root, folder) }
}

/** A folder takes the place of nothing or of an empty one, never of one with files. */
const takePlace = async (temporary: string, target: string): Promise<void> => {
  try {
    await rename(temporary, target)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOTDIR' && code !== 'EPERM') throw error
    throw new BenchError(
      'exists',
      `There is a folder "${environmentFolder}" already, with files. Nothing was copied. Rename or remove it first.`,
    )
  }
}
