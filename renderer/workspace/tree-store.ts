import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TreeEntry } from '../../shared/contract/workspaces.ts'

/** Entries of a folder asked for at a time. */
const pageSize = 1000

/** Pages of a folder that are read again when it changes; others are when they come into sight again. */
const freshAtMost = 8

export interface Folder {
  /** What was read of its entries, by page; the page seen last is the last one. */
  pages: ReadonlyMap<number, readonly TreeEntry[]>
  total: number
  state: 'loading' | 'ready' | 'failed'
  error: unknown
}

export interface TreeState {
  /** By path; the root is the empty one. */
  folders: ReadonlyMap<string, Folder>
  expanded: ReadonlySet<string>
}

export type TreeRow =
  | { is: 'entry'; entry: TreeEntry; level: number; at: number; of: number; open: boolean }
  /** An entry that was not read yet; `at` counts from 0. */
  | { is: 'unread'; folder: string; level: number; at: number }
  | { is: 'note'; folder: string; level: number; text: string }

export interface Tree {
  readonly store: StoreApi<TreeState>
  load(folder: string): Promise<void>
  /** Reads the part of a folder in which an entry is, unless it was. */
  see(folder: string, at: number): Promise<void>
  open(folder: string): void
  close(folder: string): void
  /** Reads these folders again, as far as they are seen. */
  refresh(folders: readonly string[]): void
  /** Opens all folders on the way to a path. */
  reveal(path: string): Promise<void>
}

type List = (input: { folder: string; offset: number; limit: number }) => Promise<{
  entries: TreeEntry[]
  total: number
}>

const empty: Folder = { pages: new Map(), total: 0, state: 'loading', error: null }

export const parentOf = (path: string): string => path.split('/').slice(0, -1).join('/')

export const createTree = (list: List): Tree => {
  const store = createStore<TreeState>(() => ({ folders: new Map(), expanded: new Set() }))
  /** The last reading of each folder; an earlier one that ends later is old news. */
  const readings = new Map<string, symbol>()
  /** Parts that are being read, so that each is asked for once. */
  const asked = new Set<string>()
  const put = (folder: string, value: Folder) =>
    store.setState(({ folders }) => ({ folders: new Map(folders).set(folder, value) }))
  const at = (folder: string) => store.getState().folders.get(folder)
  const read = (folder: string, page: number) => list({ folder, offset: page * pageSize, limit: pageSize })

  const readPages = async (folder: string, wanted: Iterable<number>): Promise<Folder> => {
    const pages = new Map<number, readonly TreeEntry[]>()
    let total = 0
    for (const page of wanted) {
      const got = await read(folder, page)
      total = got.total
      pages.set(page, got.entries)
    }
    return { pages, total, state: 'ready', error: null }
  }

  const load = async (folder: string) => {
    const before = at(folder)
    if (!before) put(folder, empty)
    const reading = Symbol(folder)
    readings.set(folder, reading)
    const seen = [...(before?.pages.keys() ?? [])].slice(-freshAtMost)
    const done = await readPages(folder, new Set([0, ...seen])).catch(
      (error: unknown): Folder => ({ ...(before ?? empty), state: 'failed', error }),
    )
    if (readings.get(folder) === reading) put(folder, done)
  }

  const open = (folder: string) => {
    store.setState(({ expanded }) => ({ expanded: new Set(expanded).add(folder) }))
    if (at(folder)?.state !== 'ready') void load(folder)
  }

  const see = async (folder: string, index: number): Promise<void> => {
    const page = Math.floor(index / pageSize)
    const key = `${page} ${folder}`
    if (at(folder)?.state !== 'ready' || at(folder)?.pages.has(page) || asked.has(key)) return
    asked.add(key)
    const reading = readings.get(folder)
    const got = await read(folder, page).catch((error: unknown) => ({ error }))
    asked.delete(key)
    if (readings.get(folder) !== reading) return see(folder, index)
    const known = at(folder) ?? empty
    if ('error' in got) return put(folder, { ...known, state: 'failed', error: got.error })
    put(folder, { ...known, total: got.total, pages: new Map(known.pages).set(page, got.entries) })
  }

  return {
    store,
    load,
    see,
    open,
    close(folder) {
      store.setState(({ expanded }) => ({ expanded: new Set([...expanded].filter((one) => one !== folder)) }))
    },
    refresh(folders) {
      for (const folder of folders) if (at(folder)) void load(folder)
    },
    async reveal(path) {
      const parts = path.split('/').slice(0, -1)
      for (let depth = 1; depth <= parts.length; depth += 1) {
        const folder = parts.slice(0, depth).join('/')
        store.setState(({ expanded }) => ({ expanded: new Set(expanded).add(folder) }))
        if (at(folder)?.state !== 'ready') await load(folder)
      }
    },
  }
}

/** The rows of the tree as they stand below each other. */
export const rowsOf = ({ folders, expanded }: TreeState, say: (error: unknown) => string): TreeRow[] => {
  const rows: TreeRow[] = []
  const walk = (path: string, level: number) => {
    const folder = folders.get(path)
    if (!folder) return
    const { pages, total, state } = folder
    if (state === 'failed') rows.push({ is: 'note', folder: path, level, text: say(folder.error) })
    else if (total === 0)
      rows.push({ is: 'note', folder: path, level, text: state === 'loading' ? 'Reading' : 'Empty' })
    for (let index = 0; index < total; index += 1) {
      const entry = pages.get(Math.floor(index / pageSize))?.[index % pageSize]
      if (!entry) {
        rows.push({ is: 'unread', folder: path, level, at: index })
        continue
      }
      const open = entry.kind === 'folder' && expanded.has(entry.path)
      rows.push({ is: 'entry', entry, level, at: index + 1, of: total, open })
      if (open) walk(entry.path, level + 1)
    }
  }
  walk('', 1)
  return rows
}
