import type { Stats } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import type { TreeEntry } from '../../shared/contract/workspaces.ts'
import { codeOf, followInside, openError } from '../workspace/place.ts'
import { foldersOf, type TreeStatus } from './status.ts'

/** Entries of one folder that are read; a folder with more is cut there. */
const entriesAtMost = 1_000_000

/** Up to this many names are put in the order of a dictionary; more of them by their code units, which is quicker. */
const collatedAtMost = 5_000

/** Folders whose names are kept in order between pages. */
const foldersAtMost = 16

interface Names {
  /** What the disk said of the folder when its names were read. */
  seen: string
  folders: readonly string[]
  others: readonly string[]
}

/** One folder after another, page by page; a folder that is unchanged between pages is read once. */
export interface FolderLists {
  list(
    root: string,
    input: { folder: string; offset: number; limit: number; status: TreeStatus },
  ): Promise<{ entries: TreeEntry[]; total: number }>
}

export const folderLists = (): FolderLists => {
  const kept = new Map<string, Names>()
  const namesOf = async (folder: string): Promise<Omit<Names, 'seen'>> => {
    const { mtimeMs, ctimeMs, ino } = await lstat(folder)
    const seen = `${mtimeMs}.${ctimeMs}.${ino}`
    const known = kept.get(folder)
    kept.delete(folder)
    const names = known?.seen === seen ? known : await readNames(folder)
    kept.set(folder, { ...names, seen })
    for (const old of [...kept.keys()].slice(0, -foldersAtMost)) kept.delete(old)
    return names
  }
  const read = async (root: string, folder: string) => {
    const absolute = await followInside(root, folder)
    const found = await namesOf(absolute).catch((error: unknown) => {
      if (codeOf(error) === 'ENOTDIR')
        throw new BenchError('invalid', `${folder} is not a folder. Nothing of it can be listed.`)
      throw openError(folder || 'The workspace folder', error)
    })
    return { absolute, found }
  }
  return {
    async list(root, { folder, offset, limit, status }) {
      const inside = foldersOf(`${folder}/x`).at(-1) ?? ''
      const gone = status.deletedIn(inside)
      const { absolute, found } = await read(root, folder).catch((error: unknown) => {
        // A folder that git knows and the disk does not holds what was deleted with it.
        if (error instanceof BenchError && error.code === 'vanished' && gone.size > 0)
          return { absolute: null, found: { folders: [], others: [] } }
        throw error
      })
      const names = withDeleted(found, gone)
      const page = names.slice(offset, offset + limit)
      const entries = await Promise.all(
        page.map(
          async (name) =>
            (absolute === null ? null : await describe(absolute, inside, { name, status })) ??
            deletedEntry(inside, name, gone),
        ),
      )
      return { entries: entries.filter((entry) => entry !== null), total: names.length }
    },
  }
}

/** The names of a folder with those of deleted entries in their places. */
const withDeleted = (
  { folders, others }: Omit<Names, 'seen'>,
  gone: ReadonlyMap<string, 'file' | 'folder'>,
): readonly string[] => {
  if (gone.size === 0) return [...folders, ...others]
  const here = new Set([...folders, ...others])
  const missing = (kind: string) =>
    [...gone].flatMap(([name, is]) => (is === kind && !here.has(name) ? name : []))
  return [...ordered([...folders, ...missing('folder')]), ...ordered([...others, ...missing('file')])]
}

/** An entry of which only git still knows; null where it is none. */
const deletedEntry = (
  inside: string,
  name: string,
  gone: ReadonlyMap<string, 'file' | 'folder'>,
): TreeEntry | null => {
  const kind = gone.get(name)
  const path = inside === '' ? name : `${inside}/${name}`
  return kind === undefined ? null : { name, path, kind, bytes: 0, modifiedAt: 0, status: 'deleted' }
}

const readNames = async (folder: string): Promise<Omit<Names, 'seen'>> => {
  const folders: string[] = []
  const others: string[] = []
  for await (const entry of await opendir(folder, { bufferSize: 1024 })) {
    if (entry.name === '.git') continue
    if (entry.isDirectory()) folders.push(entry.name)
    else others.push(entry.name)
    if (folders.length + others.length === entriesAtMost) break
  }
  return { folders: ordered(folders), others: ordered(others) }
}

const words = new Intl.Collator('en', { numeric: true })
const ordered = (names: string[]): string[] =>
  names.length > collatedAtMost ? names.sort() : names.sort((a, b) => words.compare(a, b) || (a < b ? -1 : 1))

const kindOf = (entry: Stats): TreeEntry['kind'] => {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'other'
}

/** What the disk says of an entry, which is never opened; null where it is gone by now. */
const describe = async (
  folder: string,
  inside: string,
  { name, status }: { name: string; status: TreeStatus },
): Promise<TreeEntry | null> => {
  const stats = await lstat(join(folder, name)).catch(() => undefined)
  if (!stats) return null
  const path = inside === '' ? name : `${inside}/${name}`
  const kind = kindOf(stats)
  return {
    name,
    path,
    kind,
    bytes: kind === 'folder' ? 0 : stats.size,
    modifiedAt: Math.min(Math.max(0, Math.floor(stats.mtimeMs)), 8_640_000_000_000),
    status: status.of(path, kind === 'folder'),
  }
}
