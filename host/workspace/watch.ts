import { type FSWatcher, watch as watchFolder } from 'node:fs'
import { join } from 'node:path'
import type { Topic } from '../database/topics.ts'
import { readWorkspace, type WorkspaceOptions } from './open.ts'
import { pokes } from './pokes.ts'

/** Git changes many files for one act. Milliseconds. */
const gather = 150

/**
 * The workspace as it stands, again when it changes: at once when the bench or git changes it, within seconds when a
 * file does. It looks again by the clock too, which needs no watch for each folder and notices a folder that vanished.
 */
export async function* watchWorkspace(options: WorkspaceOptions, caseId: string, signal: AbortSignal) {
  const poked = pokes()
  const topic: Topic = `workspace:${caseId}`
  const stop = options.database.onChange((topics) => topics.includes(topic) && poked.poke())
  signal.addEventListener('abort', poked.poke, { once: true })
  let git: { folder: string; watcher: FSWatcher | undefined } | undefined
  let shown: string | undefined
  try {
    while (!signal.aborted) {
      const started = performance.now()
      const workspace = await readWorkspace(options, caseId, signal)
      if (workspace?.path !== git?.folder || !git?.watcher) {
        git?.watcher?.close()
        git = workspace
          ? { folder: workspace.path, watcher: watchGit(workspace.path, poked.poke) }
          : undefined
      }
      const json = JSON.stringify(workspace)
      if (json !== shown) {
        shown = json
        yield { workspace }
      }
      if (signal.aborted) return
      // Where there is none, only the bench makes one.
      await poked.wait({ lookTook: workspace ? performance.now() - started : Number.POSITIVE_INFINITY })
      await new Promise((resolve) => setTimeout(resolve, signal.aborted ? 0 : gather))
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    stop()
    git?.watcher?.close()
    signal.removeEventListener('abort', poked.poke)
  }
}

/** Tells when HEAD, the index or a half-done act of git changes. Undefined where the folder cannot be watched. */
const watchGit = (folder: string, poke: () => void): FSWatcher | undefined => {
  try {
    const watcher = watchFolder(join(folder, '.git'), { persistent: false }, (_event, name) => {
      if (!name?.endsWith('.lock')) poke()
    })
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    // A folder that is gone, or a system without watches left; the clock still looks.
    return undefined
  }
}
