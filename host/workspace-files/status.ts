import type { TreeEntry } from '../../shared/contract/workspaces.ts'
import type { Git } from '../git/git.ts'

type Status = TreeEntry['status']

/** What git says of every path that is not as HEAD has it. */
export interface TreeStatus {
  of(path: string, isFolder: boolean): Status
  /** What a folder had that is deleted: files, and folders in which one was, by name; they may be there all the same. */
  deletedIn(folder: string): ReadonlyMap<string, 'file' | 'folder'>
}

const nothing: ReadonlyMap<string, 'file' | 'folder'> = new Map()

/** No word of git: no repository, no git, or far too many changes to read. */
export const noStatus: TreeStatus = { of: () => '', deletedIn: () => nothing }

/** Bytes of status that are read; beyond it a tree shows no states rather than make the bench wait. */
const outputAtMost = 64 * 1024 * 1024

/** Asks git once for the whole tree (git-status(1), porcelain format version 2). */
export const readStatus = async (git: Git, folder: string): Promise<TreeStatus> => {
  const { stdout } = await git.run({
    folder,
    args: [
      'status',
      '--porcelain=v2',
      '-z',
      '--untracked-files=normal',
      '--ignored=traditional',
      '--no-renames',
      '--ignore-submodules=all',
    ],
    outputAtMost,
  })
  return parseStatus(stdout.toString('utf8'))
}

const parseStatus = (text: string): TreeStatus => {
  const exact = new Map<string, Status>()
  const mixed = new Set<string>()
  const deleted = new Map<string, Map<string, 'file' | 'folder'>>()
  const records = text.split('\0')
  for (let at = 0; at < records.length; at += 1) {
    const record = records[at] ?? ''
    const [path, status] = entryOf(record)
    // A rename has its old path in a record of its own.
    if (record.startsWith('2 ')) at += 1
    if (status === '') continue
    if (status === 'deleted') noteDeleted(deleted, path)
    exact.set(path.replace(/\/$/, ''), status)
    if (status !== 'ignored') for (const folder of foldersOf(path.replace(/\/$/, ''))) mixed.add(folder)
  }
  return {
    deletedIn: (folder) => deleted.get(folder) ?? nothing,
    of(path, isFolder) {
      const own = exact.get(path)
      if (own) return own
      if (isFolder && mixed.has(path)) return 'mixed'
      // Git names a folder that is untracked or ignored as a whole once, for all that is in it.
      for (const folder of foldersOf(path)) {
        const whole = exact.get(folder)
        if (whole === 'untracked' || whole === 'ignored') return whole
      }
      return ''
    },
  }
}

const noteDeleted = (deleted: Map<string, Map<string, 'file' | 'folder'>>, path: string) => {
  for (const folder of foldersOf(path)) {
    const rest = path.slice(folder === '' ? 0 : folder.length + 1)
    const [name = '', ...deeper] = rest.split('/', 2)
    const inside = deleted.get(folder) ?? new Map()
    deleted.set(folder, inside.set(name, deeper.length > 0 ? 'folder' : 'file'))
  }
}

/** The fields before the path, by the kind of a record. */
const fieldsBefore: Readonly<Record<string, number>> = { '1': 8, '2': 9, u: 10, '?': 1, '!': 1 }

const entryOf = (record: string): [path: string, status: Status] => {
  const kind = record[0] ?? ''
  let from = 0
  for (let i = 0; i < (fieldsBefore[kind] ?? 0); i += 1) from = record.indexOf(' ', from) + 1
  const path = record.slice(from)
  if (kind === '?') return [path, 'untracked']
  if (kind === '!') return [path, 'ignored']
  if (kind === 'u') return [path, 'unmerged']
  if (kind !== '1' && kind !== '2') return [path, '']
  const [index = '.', tree = '.'] = record.slice(2, 4)
  if (tree === 'D' || (index === 'D' && tree === '.')) return [path, 'deleted']
  return [path, index === 'A' || kind === '2' ? 'added' : 'modified']
}

/** The folders above a path, nearest last; the workspace itself is the empty one. */
export const foldersOf = (path: string): string[] => {
  const folders = ['']
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at))
  return folders
}
