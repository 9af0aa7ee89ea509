import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, lstat, mkdir, open, readdir, readlink, rm, symlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'

/** What a folder `environment` may hold: it is configuration, not data. */
const limits = { files: 20_000, bytes: 512 * 1024 * 1024 }

export interface FolderFile {
  path: string
  kind: 'file' | 'folder' | 'link'
  bytes: number
  executable: boolean
  modifiedAt: Date
  target: string
}

const describe = async (root: string, path: string): Promise<FolderFile | null> => {
  const stats = await lstat(join(root, path))
  const found = {
    path,
    bytes: 0,
    executable: (stats.mode & 0o111) !== 0,
    modifiedAt: stats.mtime,
    target: '',
  }
  if (stats.isDirectory()) return { ...found, kind: 'folder' }
  if (stats.isSymbolicLink()) return { ...found, kind: 'link', target: await readlink(join(root, path)) }
  return stats.isFile() ? { ...found, kind: 'file', bytes: stats.size } : null
}

const tooLarge = () =>
  new BenchError(
    'too-large',
    'The folder "environment" holds more than 20,000 files or 512 MB. Nothing was saved. Move data out of it, into a volume.',
  )

/** What a folder holds, folders before what is in them; sockets and devices are left out. Throws `too-large`. */
export const filesIn = async (root: string): Promise<FolderFile[]> => {
  const found: FolderFile[] = []
  const open = ['']
  let bytes = 0
  for (let inside = open.pop(); inside !== undefined; inside = open.pop()) {
    const names = await readdir(join(root, inside)).catch(() => [])
    for (const name of names.toSorted()) {
      const one = await describe(root, inside === '' ? name : `${inside}/${name}`)
      if (one === null) continue
      found.push(one)
      bytes += one.bytes
      if (found.length > limits.files || bytes > limits.bytes) throw tooLarge()
      if (one.kind === 'folder') open.push(one.path)
    }
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Copies a folder file by file, sharing blocks where the disk can; times and links stay as they are. */
export const copyFolder = async (from: string, to: string): Promise<{ files: number; bytes: number }> => {
  await mkdir(to, { recursive: true, mode: 0o700 })
  const all = await filesIn(from)
  for (const { path, kind, target, modifiedAt } of all) {
    const place = join(to, path)
    if (kind === 'folder') await mkdir(place)
    else if (kind === 'link') await symlink(target, place)
    else {
      await copyFile(join(from, path), place, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
      await utimes(place, modifiedAt, modifiedAt)
      await using file = await open(place, 'r')
      await file.sync()
    }
  }
  const files = all.filter(({ kind }) => kind !== 'folder')
  return { files: files.length, bytes: files.reduce((sum, one) => sum + one.bytes, 0) }
}

/** A digest of what a folder holds: names, kinds, bytes and whether files may be run. Empty where there is none. */
export const folderDigest = async (root: string): Promise<string> => {
  const all = await filesIn(root)
  if (all.length === 0) return ''
  const hash = createHash('sha256')
  for (const { path, kind, executable, target, bytes } of all) {
    hash.update(JSON.stringify([path, kind, kind === 'file' && executable, target, bytes]))
    if (kind !== 'file') continue
    await using file = await open(join(root, path), 'r')
    for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk as Buffer)
  }
  return hash.digest('hex')
}

export const removeFolder = (path: string): Promise<void> => rm(path, { recursive: true, force: true })
