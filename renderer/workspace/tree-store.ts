import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TreeEntry } from '../../shared/contract/workspaces.ts'

/** Entries of a folder asked for at a time. */
const page = 1000

export interface Folder {
  entries: readonly TreeEntry[]
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
  | { is: 'more'; folder: string; level: number; left: number }
  | { is: 'note'; folder: string; level: number; text: string }

export interface Tree {
  readonly store: StoreApi<TreeState>
  load(folder: string): Promise<void>
  more(folder: string): Promise<void>
  open(folder: string): void
  close(folder: string): void
  /** Reads these folders again, as far as they were read. */
  refresh(folders: readonly string[]): void
  /** Opens all folders on the way to a path. */
  reveal(path: string): Promise<void>
}

type List = (input: { folder: string; offset: number; limit: number }) => Promise<{
  entries: TreeEntry[]
  total: number
}>

const empty: Folder = { entries: [], total: 0, state: 'loading', error: null }

export const parentOf = (path: string): string => path.split('/').slice(0, -1).join('/')

export const createTree = (list: List): Tree => {
  const store = createStore<TreeState>(() => ({ folders: new Map(), expanded: new Set() }))
  const put = (folder: string, value: Folder) =>
    store.setState(({ folders }) => ({ folders: new Map(folders).set(folder, value) }))
  const at = (folder: string) => store.getState().folders.get(folder)
  /** The last reading of each folder; an earlier one that ends later is old news. */
  const readings = new Map<string, symbol>()

  const read = async (folder: string, wanted: number) => {
    const entries: TreeEntry[] = []
    let total = 0
    do {
      const limit = Math.min(5 * page, Math.max(page, wanted - entries.length))
      const got = await list({ folder, offset: entries.length, limit })
      total = got.total
      entries.push(...got.entries)
      if (got.entries.length === 0) break
    } while (entries.length < Math.min(wanted, total))
    return { entries, total }
  }

  const load = async (folder: string) => {
    const before = at(folder)
    if (!before) put(folder, empty)
    const reading = Symbol(folder)
    readings.set(folder, reading)
    const done = await read(folder, before?.entries.length ?? page).then(
      ({ entries, total }): Folder => ({ entries, total, state: 'ready', error: null }),
      (error: unknown): Folder => ({ ...(before ?? empty), state: 'failed', error }),
    )
    if (readings.get(folder) === reading) put(folder, done)
  }

  const open = (folder: string) => {
    store.setState(({ expanded }) => ({ expanded: new Set(expanded).add(folder) }))
    if (at(folder)?.state !== 'ready') void load(folder)
  }

  return {
    store,
    load,
    open,
    async more(folder) {
      const known = at(folder)
      if (!known || known.state === 'loading' || known.entries.length >= known.total) return
      put(folder, { ...known, state: 'loading' })
      try {
        const got = await list({ folder, offset: known.entries.length, limit: 5 * page })
        put(folder, {
          entries: [...known.entries, ...got.entries],
          total: got.total,
          state: 'ready',
          error: null,
        })
      } catch (error) {
        put(folder, { ...known, state: 'failed', error })
      }
    },
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
    const { entries, total, state } = folder
    if (state === 'failed') rows.push({ is: 'note', folder: path, level, text: say(folder.error) })
    else if (entries.length === 0)
      rows.push({ is: 'note', folder: path, level, text: state === 'loading' ? 'Reading' : 'Empty' })
    for (const [index, entry] of entries.entries()) {
      const open = entry.kind === 'folder' && expanded.has(entry.path)
      rows.push({ is: 'entry', entry, level, at: index + 1, of: total, open })
      if (open) walk(entry.path, level + 1)
    }
    if (entries.length < total) rows.push({ is: 'more', folder: path, level, left: total - entries.length })
  }
  walk('', 1)
  return rows
}
