import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { masker, secretsIn } from '../cards/mask.ts'

/** Larger files are no configuration. */
const fileBytesAtMost = 256 * 1024
const filesAtMost = 500

/** What hides the secrets of a workspace's environment, wherever they stand in a text. Nothing where it has none. */
export const maskOf = async (workspace: string): Promise<(text: string) => string> => {
  const folder = join(workspace, 'environment')
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  const texts: string[] = []
  for (const entry of entries.filter((one) => one.isFile()).slice(0, filesAtMost)) {
    const path = join(entry.parentPath, entry.name)
    const found = await stat(path).catch(() => undefined)
    // One that went away or cannot be read has nothing that is shown.
    if (found && found.size <= fileBytesAtMost) texts.push(await readFile(path, 'utf8').catch(() => ''))
  }
  return masker(secretsIn(texts))
}
