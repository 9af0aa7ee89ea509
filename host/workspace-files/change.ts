import { constants, type Stats } from 'node:fs'
import { link, lstat, mkdir, open, rename, unlink } from 'node:fs/promises'
import { sep } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { syncFolder } from '../files/durable.ts'
import { codeOf, openError, type Place, placeToChange } from '../workspace/place.ts'
import { needName } from './names.ts'

const taken = (path: string) =>
  new BenchError('exists', `${path} is there already. Nothing was changed. Choose another name.`)

const failed = (path: string, error: unknown): unknown => {
  const code = codeOf(error)
  if (code === 'EEXIST' || code === 'ENOTEMPTY') return taken(path)
  return openError(path, error)
}

/** The place of something new, whose folders are made where they are missing. */
export const placeOfNew = async (root: string, path: string): Promise<Place> => {
  needName(path)
  const parts = path.split('/')
  for (let i = 1; i < parts.length; i += 1) {
    const folder = parts.slice(0, i).join('/')
    const { absolute } = await placeToChange(root, folder)
    await mkdir(absolute).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw failed(folder, error)
    })
  }
  return placeToChange(root, path)
}

/** Makes an empty file. Throws `exists`; a link that leads nowhere is not written through. */
export const makeFile = async (root: string, path: string): Promise<void> => {
  const { absolute, folder } = await placeOfNew(root, path)
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
  const file = await open(absolute, flags).catch((error: unknown) => {
    throw failed(path, error)
  })
  await file.close()
  await syncFolder(folder)
}

/** Makes a folder. Throws `exists`. */
export const makeFolder = async (root: string, path: string): Promise<void> => {
  const { absolute, folder } = await placeOfNew(root, path)
  await mkdir(absolute).catch((error: unknown) => {
    throw failed(path, error)
  })
  await syncFolder(folder)
}

/** Moves or renames, never over what is there; also where only the case of letters changes. Throws `exists`, `vanished`. */
export const move = async (root: string, { from, to }: { from: string; to: string }): Promise<void> => {
  if (from === to) return
  const source = await placeToChange(root, from)
  const stats = await lstat(source.absolute).catch((error: unknown) => {
    throw failed(from, error)
  })
  if (`${to}/`.startsWith(`${from}/`))
    throw new BenchError('invalid', `${from} cannot be moved into itself. Nothing was changed.`)
  const target = await placeOfNew(root, to)
  if (stats.isDirectory() && `${target.absolute}${sep}`.startsWith(`${source.absolute}${sep}`))
    throw new BenchError('invalid', `${from} cannot be moved into itself. Nothing was changed.`)
  await moveTo({ source: source.absolute, target: target.absolute, stats }).catch((error: unknown) => {
    throw failed(codeOf(error) === 'EEXIST' ? to : from, error)
  })
  await syncFolder(target.folder)
  if (source.folder !== target.folder) await syncFolder(source.folder)
}

/** Whether two paths are one file whose name differs in case only, on a disk that takes both for the same. */
const isCaseOnly = (source: string, target: string, stats: Stats, there: Stats): boolean =>
  source.toLowerCase() === target.toLowerCase() && stats.ino === there.ino && stats.dev === there.dev

/** A rename that fails with `EEXIST` where something stands at the target. */
export const moveTo = async ({
  source,
  target,
  stats,
}: {
  source: string
  target: string
  stats: Stats
}): Promise<void> => {
  const there = await lstat(target).catch(() => undefined)
  if (there && isCaseOnly(source, target, stats, there) && there.nlink === 1) return rename(source, target)
  if (there) throw Object.assign(new Error('exists'), { code: 'EEXIST' })
  if (!stats.isFile()) return rename(source, target)
  try {
    // A link fails where a rename would replace what another program put there in between.
    await link(source, target)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error
    return rename(source, target)
  }
  await unlink(source)
}
