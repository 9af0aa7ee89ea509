import type { Bench } from '../app/bench.ts'
import { chunksOf } from '../client/chunks.ts'

/** A file to import as the host knows it: its bytes staged in the host, or a path that the host reads itself. */
export type ImportSource = { staged: string } | { path: string }

export interface Chosen {
  name: string
  bytes: number
  source: ImportSource
}

/** Hands files over to the host, each under its own name; what was handed over before a cancel is removed by the host. */
export const stageFiles = ({ acts, client, desktop }: Bench, files: readonly File[]): Promise<Chosen[]> =>
  acts.run(
    files.length === 1 ? `Reading ${files[0]?.name}` : `Reading ${files.length} files`,
    async ({ signal, progress }) => {
      const total = files.reduce((sum, { size }) => sum + size, 0)
      const chosen: Chosen[] = []
      let before = 0
      for (const file of files) {
        const path = desktop?.pathForFile(file)
        if (path) chosen.push({ name: file.name, bytes: file.size, source: { path } })
        else {
          const chunks = chunksOf(file, 0, (sent) =>
            progress(total > 0 ? (before + sent) / total : null, file.name),
          )
          const { staged } = await client.imports.stage({ name: file.name, bytes: file.size }, chunks, {
            signal,
          })
          chosen.push({ name: file.name, bytes: file.size, source: { staged } })
        }
        before += file.size
      }
      return chosen
    },
  )
