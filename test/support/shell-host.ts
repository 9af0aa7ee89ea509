import { vi } from 'vitest'
import { openHost } from '../bench/host.ts'
import { temporaryFolder } from './database.ts'

/** A host on a folder of its own, whose shells read nobody's own start-up files. */
export const openShellHost = async () => {
  const folder = temporaryFolder()
  vi.stubEnv('HOME', folder.path)
  const host = await openHost(folder.path)
  return {
    client: host.client,
    dataDir: folder.path,
    async close() {
      vi.unstubAllEnvs()
      await host.close()
      folder[Symbol.dispose]()
    },
  }
}
