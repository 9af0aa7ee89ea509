import type { BigIntStats } from 'node:fs'
import { lstat, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { copyCommand } from './copy-command.ts'

/**
 * What each file of a volume was when the volume held just what a snapshot holds: its number and the time of its last
 * change of any kind, which the kernel sets at every write and which nobody can set (inode(7), st_ctime). A file that is
 * still the same has still the same content.
 */
export type Standing = Readonly<Record<string, string>>

/** Entries of a volume that are compared one by one; more of them are copied faster than compared. */
const entriesAtMost = 200_000

type Tree = Map<string, BigIntStats>

/** Null where there are too many entries, names that are not text, or names for one file that a copy of some would part. */
const treeOf = async (root: string): Promise<Tree | null> => {
  const tree: Tree = new Map()
  const open = ['']
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const names = await readdir(join(root, folder))
    if (names.some((name) => name.includes('\uFFFD'))) return null
    const each = await Promise.all(names.map((name) => lstat(join(root, folder, name), { bigint: true })))
    for (const [at, stats] of each.entries()) {
      const path = folder === '' ? (names[at] ?? '') : `${folder}/${names[at]}`
      if (tree.size >= entriesAtMost || (stats.nlink > 1n && !stats.isDirectory())) return null
      tree.set(path, stats)
      if (stats.isDirectory()) open.push(path)
    }
  }
  return tree
}

const standing = ({ ino, ctimeNs, size }: BigIntStats): string => `${ino}:${ctimeNs}:${size}`

/** What stands in a volume now, for a later `takeBack`. Empty where it cannot be told. */
export const standingOf = async (root: string): Promise<Standing> => {
  const tree = await treeOf(root)
  const files = [...(tree ?? [])].filter(([, stats]) => !stats.isDirectory())
  return Object.fromEntries(files.map(([path, stats]) => [path, standing(stats)]))
}

/** How a volume is made to hold again what a copy holds, by what differs alone. */
export interface TakeBack {
  /** Bytes that must be copied, and of all files together. */
  readonly bytes: number
  readonly whole: number
  /** Does it. Cut off, it is done again from the start. */
  act(signal?: AbortSignal): Promise<void>
}

/**
 * What must be done so that a volume holds again what a copy holds. Null where that cannot be told and all must be copied.
 * Changes nothing.
 */
export const planTakeBack = async (
  from: string,
  to: string,
  { known, signal }: { known: Standing; signal: AbortSignal },
): Promise<TakeBack | null> => {
  if (Object.keys(known).length === 0) return null
  const [wanted, now] = [await treeOf(from), await treeOf(to)]
  if (!wanted || !now) return null
  const isSame = (path: string, is: BigIntStats, was: BigIntStats): boolean =>
    is.isDirectory() ? was.isDirectory() : known[path] === standing(is) && is.size === was.size
  const gone = [...now].filter(([path, is]) => {
    const was = wanted.get(path)
    return !was || !isSame(path, is, was)
  })
  const lost = new Set(gone.map(([path]) => path))
  const copied = new Set<string>()
  let bytes = 0n
  let whole = 0n
  for (const [path, was] of wanted) {
    const isHere = now.has(path) && !lost.has(path) && !isUnder(path, lost)
    if (was.isFile()) whole += was.size
    if (isHere) continue
    if (was.isFile()) bytes += was.size
    // A folder that is absent is copied with all that it holds.
    if (!isUnder(path, copied)) copied.add(path)
  }
  const folders = [...wanted].filter(([path, was]) => was.isDirectory() && !isUnder(path, copied))
  const stay = ['.', ...folders.map(([path]) => `./${path}`)]
  const old = ['.', ...[...now].flatMap(([path, is]) => (is.isDirectory() ? [`./${path}`] : []))]
  const list = join(dirname(to), 'casebench-paths')
  // Only a new folder gets rid of attributes that its copy does not have.
  if (
    (await haveAttributes(from, stay, { list, signal })) ||
    (await haveAttributes(to, old, { list, signal }))
  )
    return null
  return {
    bytes: Number(bytes),
    whole: Number(whole),
    async act(stop) {
      for (const path of lost) await rm(join(to, path), { recursive: true, force: true })
      const paths = [...copied].map((path) => `./${path}`)
      await withList(list, paths, () =>
        copyCommand(
          'xargs',
          ['-0', '-r', '-a', list, 'cp', '-a', '--reflink=auto', '--parents', '-t', to, '--'],
          {
            folder: from,
            signal: stop,
          },
        ),
      )
      await withList(list, stay, () =>
        copyCommand('sh', ['-c', likeBefore, 'sh', from, to, list], { signal: stop }),
      )
    },
  }
}

const isUnder = (path: string, folders: ReadonlySet<string>): boolean => {
  if (folders.size === 0) return false
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
    if (folders.has(path.slice(0, at))) return true
  return false
}

/** Owner, mode and times to the nanosecond of folders that stay. */
const likeBefore =
  'tar -C "$1" --no-recursion --format=pax -cf - --null -T "$3" | tar -C "$2" --same-owner --delay-directory-restore -xpf -'

const attributes =
  '{ tar -C "$1" --no-recursion --format=pax --xattrs --xattrs-include=\'*\' --acls -cf - --null -T "$2" || echo SCHILY.xattr; } | grep -aqE \'SCHILY\\.(xattr|acl)\''

/** Whether any of these folders has extended attributes or access lists. True where it cannot be told. */
const haveAttributes = async (
  root: string,
  paths: readonly string[],
  { list, signal }: { list: string; signal: AbortSignal },
): Promise<boolean> =>
  withList(list, paths, async () => {
    const said = await copyCommand('sh', ['-c', `${attributes}; echo $?`, 'sh', root, list], { signal })
    return said.trim() !== '1'
  })

/** Lets a command read paths out of a file, which lies beside the volume meanwhile. */
const withList = async <T>(list: string, paths: readonly string[], act: () => Promise<T>): Promise<T> => {
  await writeFile(list, paths.map((path) => `${path}\0`).join(''), { mode: 0o600 })
  try {
    return await act()
  } finally {
    await rm(list, { force: true })
  }
}
