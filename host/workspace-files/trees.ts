import { cancelled } from '../../shared/contract/error.ts'
import type { Git } from '../git/git.ts'
import type { FolderChange, FolderWatches, Watching } from '../workspace/watches.ts'
import { paced } from './paced.ts'
import { buildIndex, type PathIndex } from './path-index.ts'
import type { RecentFiles } from './recent-files.ts'
import { noStatus, readStatus, type TreeStatus } from './status.ts'

/** Milliseconds for which a tree that nobody asks for is still kept fresh. */
const keptFor = 5 * 60_000

/** Milliseconds that an index may take to be made for a question to wait for it; a larger one is answered as it was. */
const waitAtMost = 250

/** What is known of one workspace's files, kept fresh while somebody asks. */
export interface Tree {
  status(): Promise<TreeStatus>
  index(): Promise<PathIndex>
  /** The files opened last, the latest first. */
  recent(): Promise<readonly string[]>
}

export interface Trees {
  of(root: string): Tree
  opened(root: string, path: string): void
  close(): Promise<void>
}

interface Kept {
  tree: Tree
  watching: Promise<Watching>
  ending: AbortController
  timer: NodeJS.Timeout
}

export const workspaceTrees = (git: Git, watches: FolderWatches, recents: RecentFiles): Trees => {
  const kept = new Map<string, Kept>()
  const drop = async (root: string, one: Kept) => {
    clearTimeout(one.timer)
    one.ending.abort(cancelled())
    if (kept.get(root) === one) kept.delete(root)
    await one.watching.then(
      (watching) => watching.stop(),
      // It never began.
      () => undefined,
    )
  }
  const begin = (root: string): Kept => {
    const ending = new AbortController()
    const recent = () => recents.of(root)
    const fresh = freshTree({ git, root, recent, signal: ending.signal })
    const watching = watches.watch(root, fresh.changed)
    const one: Kept = {
      watching,
      ending,
      tree: fresh.tree,
      timer: setTimeout(() => void drop(root, one), keptFor).unref(),
    }
    watching.then(
      // A watch of many folders takes its time, in which nothing was told.
      () => fresh.changed({ entries: true }),
      () => drop(root, one),
    )
    kept.set(root, one)
    return one
  }
  return {
    of(root) {
      const one = kept.get(root) ?? begin(root)
      one.timer.refresh()
      return one.tree
    },
    opened(root, path) {
      // A list that could not be kept is only shorter after the next start.
      recents.opened(root, path).catch(() => undefined)
    },
    async close() {
      await Promise.all([...kept].map(([root, one]) => drop(root, one)))
    },
  }
}

interface TreeOptions {
  git: Git
  root: string
  recent: Tree['recent']
  /** Ends the making of an index that nobody waits for any more. */
  signal: AbortSignal
}

/** A tree whose answers are made when asked for, and made again after a change. */
const freshTree = ({ git, root, recent, signal }: TreeOptions) => {
  // Git may be missing, or the repository broken; the files are shown all the same.
  const status = paced(() => readStatus(git, root).catch(() => noStatus))
  let index: Promise<PathIndex> | undefined
  let dirty = false
  let rebuilding: Promise<PathIndex> | undefined
  let cost = 0
  const rebuild = async () => {
    dirty = false
    const began = performance.now()
    const made = await buildIndex(root, signal)
    cost = performance.now() - began
    index = Promise.resolve(made)
    return made
  }
  const refresh = () => {
    rebuilding ??= rebuild().finally(() => (rebuilding = undefined))
    return rebuilding
  }
  return {
    changed({ entries }: Pick<FolderChange, 'entries'>) {
      status.changed()
      dirty ||= entries
    },
    tree: {
      recent,
      status: status.get,
      async index() {
        if (!index) return refresh()
        if (!dirty && !rebuilding) return index
        const fresh = refresh()
        // A failure here is met by whoever waits for it next.
        fresh.catch(() => (dirty = true))
        return cost > waitAtMost ? index : fresh
      },
    },
  }
}
