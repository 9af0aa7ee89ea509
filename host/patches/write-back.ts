import { randomBytes } from 'node:crypto'
import { chmod, lstat, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { checkWay, folderSource, type SourceFile } from './source.ts'

/** A file of a working tree, as it was read and as it shall be; null where it is not there. */
export interface Replacement {
  readonly path: string
  readonly before: SourceFile | null
  readonly after: SourceFile | null
}

const same = (one: SourceFile | null, other: SourceFile | null): boolean =>
  one === null || other === null ? one === other : one.mode === other.mode && one.bytes.equals(other.bytes)

/**
 * Writes files into a working tree, each whole under a temporary name and renamed, never through a link. Looks at all of
 * them first and throws `changed` where one is no more as it was read; then nothing is written.
 */
export const writeBack = async (root: string, replacements: readonly Replacement[]): Promise<string[]> => {
  const read = folderSource(root)
  const todo = replacements.filter(({ before, after }) => !same(before, after))
  for (const { path, before } of todo)
    if (!same(await read(path), before))
      throw new BenchError('changed', `${path} was changed meanwhile. Nothing was written; try again.`, {
        path,
      })
  for (const { path, after } of todo) {
    if (after) await writeOne(root, path, after)
    else {
      if (await checkWay(root, path)) await rm(join(root, path), { force: true })
    }
  }
  return todo.map(({ path }) => path)
}

const writeOne = async (root: string, path: string, { bytes, mode }: SourceFile) => {
  if (!(await checkWay(root, path))) await makeWay(root, path)
  const target = join(root, path)
  const part = join(dirname(target), `.${randomBytes(6).toString('hex')}.casebench-part`)
  const was = await lstat(target).catch(() => undefined)
  try {
    const file = await open(part, 'wx', 0o644)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    const permissions = was?.isFile() ? was.mode & 0o777 : 0o644
    await chmod(part, mode === '100755' ? permissions | 0o111 : permissions & ~0o111)
    // Looked at again right before, so that a link put there meanwhile is not gone through.
    await checkWay(root, path)
    await rename(part, target)
  } finally {
    await rm(part, { force: true })
  }
}

const makeWay = async (root: string, path: string) => {
  const parts = path.split('/')
  for (let depth = 1; depth < parts.length; depth += 1) {
    await mkdir(join(root, ...parts.slice(0, depth))).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    })
    await checkWay(root, parts.slice(0, depth + 1).join('/'))
  }
}
