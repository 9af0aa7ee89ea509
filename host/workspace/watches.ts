import { join, relative, sep } from 'node:path'
import type watcher from '@parcel/watcher'
import { realRoot } from './place.ts'

/** What changed below a watched folder. */
export interface FolderChange {
  /** Paths inside, with forward slashes; null where anything may have changed. */
  paths: readonly string[] | null
  /** Whether something was made or removed, and not only written to. */
  entries: boolean
  /** Whether git's index, its HEAD or its refs changed. */
  git: boolean
}

export interface Watching {
  /** Why changes are noticed late; empty when all is well. */
  readonly problem: string
  stop(): Promise<void>
}

/** One watch for each folder, shared by all who look at it, gone with the last of them. */
export interface FolderWatches {
  /** Throws `vanished` where the folder is gone. */
  watch(root: string, listener: (change: FolderChange) => void): Promise<Watching>
  close(): Promise<void>
}

/** Starts the system's watch of a folder; a test gives one that fails. */
export type Subscribe = typeof watcher.subscribe

/** Loaded when a folder is watched first, so that a machine without its binary looks again and again instead. */
const systemWatch: Subscribe = async (...how) => (await import('@parcel/watcher')).default.subscribe(...how)

interface Shared {
  listeners: Set<(change: FolderChange) => void>
  started: Promise<{ problem: string; end(): Promise<void> }>
}

const everything: FolderChange = { paths: null, entries: true, git: true }

/** Events at once from which on a reader looks at everything again. */
const pathsAtMost = 5000

/** Milliseconds between looks where the system cannot tell of changes. */
const pollEvery = 3000

/** Where git keeps what changes much and says nothing of the state of the tree. */
const quiet = [
  'objects',
  'logs',
  'hooks',
  'info',
  'lfs',
  'modules',
  'rr-cache',
  'worktrees',
  'fsmonitor--daemon',
]

export const folderWatches = (subscribe: Subscribe = systemWatch): FolderWatches => {
  const shared = new Map<string, Shared>()
  const end = async (root: string, one: Shared) => {
    if (shared.get(root) === one) shared.delete(root)
    await (await one.started).end()
  }
  return {
    async watch(folder, listener) {
      const root = await realRoot(folder)
      const known = shared.get(root)
      const listeners = known?.listeners ?? new Set()
      const one = known ?? { listeners, started: start(subscribe, root, listeners) }
      shared.set(root, one)
      const own = (change: FolderChange) => listener(change)
      listeners.add(own)
      const { problem } = await one.started
      return {
        problem,
        async stop() {
          if (listeners.delete(own) && listeners.size === 0) await end(root, one)
        },
      }
    },
    async close() {
      await Promise.all([...shared].map(([root, one]) => end(root, one)))
    },
  }
}

const start = async (
  subscribe: Subscribe,
  root: string,
  listeners: ReadonlySet<(change: FolderChange) => void>,
) => {
  const tell = (change: FolderChange) => {
    for (const listener of [...listeners]) listener(change)
  }
  const ignore = quiet.map((name) => join(root, '.git', name))
  try {
    const subscription = await subscribe(
      root,
      (error, events) => {
        const change = error || events.length > pathsAtMost ? everything : changeOf(root, events)
        if (change) tell(change)
      },
      { ignore },
    )
    return { problem: '', end: () => subscription.unsubscribe() }
  } catch (error) {
    const timer = setInterval(() => tell(everything), pollEvery)
    timer.unref()
    return { problem: pollingSentence(error), end: async () => clearInterval(timer) }
  }
}

const pollingSentence = (error: unknown) => {
  const said = error instanceof Error ? error.message : String(error)
  const why = /space|limit|ENOSPC|EMFILE/i.test(said)
    ? 'The system watches too many folders already'
    : 'The system cannot watch this folder'
  return `${why}, so changes by other programs show a few seconds late. Raise fs.inotify.max_user_watches to see them at once.`
}

const changeOf = (
  root: string,
  events: readonly { path: string; type: string }[],
): FolderChange | undefined => {
  const paths: string[] = []
  let entries = false
  let git = false
  for (const { path, type } of events) {
    const inside = relative(root, path).split(sep).join('/')
    if (inside === '') return everything
    if (inside === '.git' || inside.startsWith('.git/')) git ||= !inside.endsWith('.lock')
    else {
      paths.push(inside)
      entries ||= type !== 'update'
    }
  }
  return git || paths.length > 0 ? { paths, entries, git } : undefined
}
