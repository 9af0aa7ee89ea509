import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { openInside } from '../workspace/place.ts'
import { pokes } from '../workspace/pokes.ts'
import type { FolderWatches } from '../workspace/watches.ts'
import { statVersion, versionOf } from './version.ts'

/** A program that saves does so in several steps; they are read once. Milliseconds. */
const gatherMilliseconds = 50

type Versions = Record<string, string | null>

/**
 * The version of each path, null where there is no file that could be opened; again when one changes. Files are hashed
 * again only when the disk says that they were touched. Ends when the signal aborts.
 */
export async function* watchVersions(
  root: string,
  { paths, watches, signal }: { paths: readonly string[]; watches: FolderWatches; signal: AbortSignal },
): AsyncGenerator<{ versions: Versions }, void, undefined> {
  const known = new Map<string, { seen: string; version: string | null }>()
  const { poke, wait } = pokes()
  const watching = await watches.watch(root, (change) => {
    if (!change.paths || touches(change.paths, paths)) poke()
  })
  signal.addEventListener('abort', poke, { once: true })
  let shown: string | undefined
  try {
    while (!signal.aborted) {
      const started = performance.now()
      const versions: Versions = {}
      for (const path of paths) versions[path] = await current(root, path, known)
      const json = JSON.stringify(versions)
      if (json !== shown) yield { versions }
      shown = json
      if (signal.aborted) return
      await wait({ lookTook: performance.now() - started })
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, gatherMilliseconds))
    }
  } finally {
    signal.removeEventListener('abort', poke)
    await watching.stop()
  }
}

/** Whether a change concerns one of the paths; a folder that moved takes its files along. */
const touches = (changed: readonly string[], paths: readonly string[]): boolean => {
  const wanted = new Set<string>()
  for (const path of paths) {
    const parts = path.split('/')
    for (let i = 1; i <= parts.length; i += 1) wanted.add(parts.slice(0, i).join('/'))
  }
  return changed.some((path) => wanted.has(path))
}

const current = async (
  root: string,
  path: string,
  known: Map<string, { seen: string; version: string | null }>,
): Promise<string | null> => {
  const stats = await lstat(join(root, path)).catch(() => undefined)
  const seen = !stats ? '' : stats.isSymbolicLink() ? await seenBehind(root, path) : statVersion(stats)
  const before = known.get(path)
  if (before && before.seen === seen) return before.version
  const version = await versionOf(root, path)
  known.set(path, { seen, version })
  return version
}

const seenBehind = async (root: string, path: string): Promise<string> => {
  try {
    const { file, stats } = await openInside(root, path)
    await file.close()
    return statVersion(stats)
  } catch (error) {
    if (error instanceof BenchError) return ''
    throw error
  }
}
