import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { pokes } from '../workspace/pokes.ts'
import type { FolderChange, FolderWatches } from '../workspace/watches.ts'
import { foldersOf } from './status.ts'

/** Changes that come within this time are told at once. Milliseconds. */
const gatherMilliseconds = 100

/**
 * The named folders in which something changed: an entry, or what git says of one. The empty list first. Where the
 * system cannot tell, the folders are looked at again and again, and `problem` says so.
 */
export async function* watchFolders(
  root: string,
  { folders, watches, signal }: { folders: readonly string[]; watches: FolderWatches; signal: AbortSignal },
): AsyncGenerator<{ folders: string[]; problem: string }, void, undefined> {
  const wanted = new Set(folders.map((folder) => folder.replace(/\/+$/, '')))
  const changed = new Set<string>()
  const { poke, wait } = pokes()
  const add = (folder: string) => {
    if (wanted.has(folder)) changed.add(folder)
  }
  const tell = ({ paths, git }: FolderChange) => {
    if (paths === null || git) for (const folder of wanted) changed.add(folder)
    // What git says of a folder changes with each file below it.
    else
      for (const path of paths) {
        for (const folder of foldersOf(path)) add(folder)
        add(path)
      }
    if (changed.size > 0) poke()
  }
  const watching = await watches.watch(root, tell)
  signal.addEventListener('abort', poke, { once: true })
  try {
    const { problem } = watching
    let started = performance.now()
    const seen = await look(root, wanted)
    yield { folders: [], problem }
    while (!signal.aborted) {
      await wait({ lookTook: performance.now() - started })
      if (signal.aborted) return
      await new Promise((resolve) => setTimeout(resolve, gatherMilliseconds))
      // Where the system cannot tell, it says "everything", of which the disk knows better.
      const told = new Set(problem ? [] : changed)
      changed.clear()
      started = performance.now()
      for (const [folder, now] of await look(root, told.size > 0 ? told : wanted)) {
        if (seen.get(folder) !== now) told.add(folder)
        seen.set(folder, now)
      }
      if (told.size > 0) yield { folders: [...told], problem }
    }
  } finally {
    signal.removeEventListener('abort', poke)
    await watching.stop()
  }
}

/** What the disk says of each folder, and of git's own two files. */
const look = async (root: string, folders: ReadonlySet<string>): Promise<Map<string, string>> => {
  const seen = async (path: string) => (await lstat(path).catch(() => undefined))?.mtimeMs ?? 0
  const git = [await seen(join(root, '.git', 'index')), await seen(join(root, '.git', 'HEAD'))].join('.')
  const found = new Map<string, string>()
  for (const folder of folders) found.set(folder, `${await seen(join(root, folder))}.${git}`)
  return found
}
