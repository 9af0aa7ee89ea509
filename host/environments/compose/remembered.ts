import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What `config` printed of files that have not changed since: asking it takes most of a second. */
export interface Remembered {
  /** What it printed before, or what `ask` says now. */
  recall(asked: Asked, ask: () => Promise<string>): Promise<string>
}

export interface Asked {
  readonly folder: string
  /** The Compose files. */
  readonly paths: readonly string[]
  /** All else that the answer hangs on. */
  readonly besides: readonly string[]
}

const keptAtMost = 50

/** What makes Compose read files that are not looked at here; then it is asked each time. */
const readsMore = /env_file|label_file|extends|include/

export const rememberConfig = (): Remembered => {
  const kept = new Map<string, string>()
  return {
    async recall(asked, ask) {
      const before = await keyOf(asked)
      const known = before === null ? undefined : kept.get(before)
      if (known !== undefined) return known
      const printed = await ask()
      // Somebody may have written meanwhile; then nobody knows of which text this is.
      if (before === null || before !== (await keyOf(asked))) return printed
      if (kept.size >= keptAtMost) kept.clear()
      kept.set(before, printed)
      return printed
    },
  }
}

const keyOf = async ({ folder, paths, besides }: Asked): Promise<string | null> => {
  const texts = await Promise.all(
    [...paths, join(folder, '.env')].map((path) => readFile(path, 'utf8').catch(() => '')),
  )
  if (texts.some((text) => readsMore.test(text))) return null
  return createHash('sha256')
    .update(JSON.stringify([folder, paths, texts, besides]))
    .digest('hex')
}
