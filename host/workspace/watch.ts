import { type FSWatcher, watch as watchFolder } from 'node:fs'
import { join } from 'node:path'
import type { Topic } from '../database/topics.ts'
import { readWorkspace, type WorkspaceOptions } from './open.ts'

/** Milliseconds between two looks at the files of a workspace that somebody watches. */
const lookEvery = 3000
/** A look may take this share of the time between two, so that a huge repository does not keep git running. */
const share = 20
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
  const end = () => poked.poke()
  signal.addEventListener('abort', end, { once: true })
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
      await poked.wait(workspace ? Math.max(lookEvery, share * (performance.now() - started)) : undefined)
      await new Promise((resolve) => setTimeout(resolve, signal.aborted ? 0 : gather))
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    stop()
    git?.watcher?.close()
    signal.removeEventListener('abort', end)
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

/** Waiting for somebody to poke, or for a time to pass. */
const pokes = () => {
  let poked = false
  let wake: (() => void) | undefined
  return {
    poke: () => {
      poked = true
      wake?.()
    },
    async wait(milliseconds: number | undefined) {
      let timer: NodeJS.Timeout | undefined
      if (!poked)
        await new Promise<void>((resolve) => {
          wake = resolve
          if (milliseconds !== undefined) timer = setTimeout(resolve, milliseconds)
        })
      clearTimeout(timer)
      wake = undefined
      poked = false
    },
  }
}
