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
  names: readonly string[]
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
  const namesOf = async (folder: string): Promise<readonly string[]> => {
    const { mtimeMs, ctimeMs, ino } = await lstat(folder)
    const seen = `${mtimeMs}.${ctimeMs}.${ino}`
    const known = kept.get(folder)
    kept.delete(folder)
    const names = known?.seen === seen ? known.names : await readNames(folder)
    kept.set(folder, { seen, names })
    for (const old of [...kept.keys()].slice(0, -foldersAtMost)) kept.delete(old)
    return names
  }
  return {
    async list(root, { folder, offset, limit, status }) {
      const inside = foldersOf(`${folder}/x`).at(-1) ?? ''
      const absolute = await followInside(root, folder)
      const names = await namesOf(absolute).catch((error: unknown) => {
        if (codeOf(error) === 'ENOTDIR')
          throw new BenchError('invalid', `${folder} is not a folder. Nothing of it can be listed.`)
        throw openError(folder || 'The workspace folder', error)
      })
      const page = names.slice(offset, offset + limit)
      const entries = await Promise.all(page.map((name) => describe(absolute, inside, { name, status })))
      return { entries: entries.filter((entry) => entry !== null), total: names.length }
    },
  }
}

const readNames = async (folder: string): Promise<readonly string[]> => {
  const folders: string[] = []
  const others: string[] = []
  for await (const entry of await opendir(folder, { bufferSize: 1024 })) {
    if (entry.name === '.git') continue
    if (entry.isDirectory()) folders.push(entry.name)
    else others.push(entry.name)
    if (folders.length + others.length === entriesAtMost) break
  }
  return [...ordered(folders), ...ordered(others)]
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
