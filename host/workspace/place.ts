import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'

/** What an error of the file system is called. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

/** Where a path of a workspace really is: its folder is inside, without any link on the way. */
export interface Place {
  /** The real folder. */
  folder: string
  name: string
  /** The path itself; what stands there may still be a link. */
  absolute: string
}

const isWithin = (root: string, path: string): boolean => path === root || path.startsWith(root + sep)

const vanished = (path: string) =>
  new BenchError('vanished', `${path} is not there any more. Nothing was changed.`)

const leadsOut = (path: string) =>
  new BenchError('refused', `${path} leads out of the workspace by a link. It was not touched.`)

/** The real folder of a workspace. Throws `vanished` where it is gone. */
export const realRoot = (root: string): Promise<string> =>
  realpath(root).catch(() => {
    throw new BenchError(
      'vanished',
      `The workspace folder ${root} is gone. Put it back, or open the workspace again.`,
    )
  })

/**
 * Where a path lies, with the links of its folders resolved. Throws `refused` where they lead out of the workspace,
 * `vanished` where a folder is missing.
 */
const placeInside = async (root: string, path: string): Promise<Place> => {
  const real = await realRoot(root)
  const whole = join(real, path)
  if (whole === real || `${real}${sep}` === whole) return { folder: real, name: '', absolute: real }
  const folder = await realpath(dirname(whole)).catch((error: unknown) => {
    if (codeOf(error) === 'ELOOP') throw leadsOut(path)
    throw vanished(path)
  })
  if (!isWithin(real, folder)) throw leadsOut(path)
  return { folder, name: basename(whole), absolute: join(folder, basename(whole)) }
}

/** As `placeInside`, for a change: git's own files are not for changing by hand. Throws `refused` for them. */
export const placeToChange = async (root: string, path: string): Promise<Place> => {
  const place = await placeInside(root, path)
  const parts = [...path.split('/'), ...place.absolute.slice((await realRoot(root)).length).split(sep)]
  if (place.name === '') throw new BenchError('refused', 'This is the workspace itself. It was not changed.')
  if (parts.some((part) => part.toLowerCase() === '.git'))
    throw new BenchError(
      'refused',
      `${path} belongs to git, which would be damaged by this. Use git in a terminal.`,
    )
  return place
}

export interface OpenInside {
  file: FileHandle
  stats: Stats
  /** The real path that was opened. */
  absolute: string
}

const kindOf = (stats: Stats): string => {
  if (stats.isDirectory()) return 'a folder'
  if (stats.isFIFO()) return 'a named pipe'
  if (stats.isSocket()) return 'a socket'
  if (stats.isSymbolicLink()) return 'a link'
  return 'a device'
}

/**
 * Opens a file for reading; a link is followed only while it stays inside. What is no plain file is refused before it
 * could block: it is looked at first, and opened so that it does not wait. Throws `refused`, `vanished`, `locked`.
 */
export const openInside = async (root: string, path: string): Promise<OpenInside> => {
  const absolute = await followInside(root, path)
  const before = await lstat(absolute).catch(() => {
    throw vanished(path)
  })
  if (!before.isFile()) throw notAFile(path, before)
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const file = await open(absolute, flags).catch((error: unknown) => {
    throw openError(path, error)
  })
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw notAFile(path, stats)
    // A folder on the way may have become a link since it was resolved; the kernel knows where the open file is.
    const now =
      process.platform === 'linux'
        ? await realpath(`/proc/self/fd/${file.fd}`).catch(() => absolute)
        : absolute
    if (!isWithin(await realRoot(root), now)) throw leadsOut(path)
    return { file, stats, absolute }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** The real path of a file, its own link followed too. Throws `refused` where that leads out. */
export const followInside = async (root: string, path: string): Promise<string> => {
  const place = await placeInside(root, path)
  const real = await realpath(place.absolute).catch(async (error: unknown) => {
    const link = await lstat(place.absolute).catch(() => undefined)
    if (link?.isSymbolicLink())
      throw new BenchError('refused', `${path} is a link that leads nowhere. There is nothing to open.`)
    if (codeOf(error) === 'EACCES') throw openError(path, error)
    throw vanished(path)
  })
  if (!isWithin(await realRoot(root), real)) throw leadsOut(path)
  return real
}

const notAFile = (path: string, stats: Stats) =>
  new BenchError('refused', `${path} is ${kindOf(stats)}, not a file. It was not opened.`)

/** What the system said of opening or changing a file, as a sentence. */
export const openError = (path: string, error: unknown): unknown => {
  const code = codeOf(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') return vanished(path)
  if (code === 'ELOOP' || code === 'ENXIO') return leadsOut(path)
  if (code === 'EBUSY' || code === 'ETXTBSY' || code === 'EAGAIN')
    return new BenchError(
      'locked',
      `${path} is in use by another program. Nothing was changed. Close it there and try again.`,
    )
  if (code === 'EACCES' || code === 'EPERM')
    return new BenchError('locked', `${path} may not be opened. Nothing was changed. Check its permissions.`)
  if (code === 'EROFS')
    return new BenchError('read-only', `${path} is on a disk that cannot be written to. Nothing was changed.`)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new BenchError(
      'disk-full',
      `The disk is full. ${path} is as it was. Free some space and try again.`,
    )
  if (code === 'ENAMETOOLONG')
    return new BenchError('invalid', `The name of ${path} is too long for this disk. Choose a shorter one.`)
  return error
}
