import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../files/durable.ts'

/** Digests that are remembered; of older cards the user is asked again. */
const rememberedAtMost = 1000

/** The cards that this bench made, by their digest. */
export interface OwnCards {
  add(sha256: string): Promise<void>
  has(sha256: string): Promise<boolean>
}

/** Remembers each digest as an empty file, so that nothing has to be rewritten; lies in no backup. */
export const ownCards = (dataDir: string): OwnCards => {
  const folder = join(dataDir, 'cards-made')
  const forgetOldest = async () => {
    const names = await readdir(folder)
    if (names.length <= rememberedAtMost) return
    const dated = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
    )
    const oldest = dated.toSorted((a, b) => a.at - b.at).slice(0, names.length - rememberedAtMost)
    for (const { name } of oldest) await rm(join(folder, name), { force: true })
  }
  return {
    async add(sha256) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(join(folder, sha256), '', { mode: 0o600 })
      await syncFolder(folder)
      await forgetOldest()
    },
    has: async (sha256) => (await stat(join(folder, sha256)).catch(() => undefined))?.isFile() === true,
  }
}
