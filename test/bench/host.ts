import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBench } from '../../host/entry/compose.ts'
import { type Services, services } from '../../shared/contract/index.ts'
import { type Client, connect } from '../../shared/wire/client.ts'
import { wirePair } from '../../shared/wire/pair.ts'
import { serve } from '../../shared/wire/server.ts'

export interface OpenHost {
  client: Client<Services>
  close(): Promise<void>
}

/** A whole host on a data folder, spoken to through its contract; one that stays syncs by itself. */
export const openHost = async (
  dataDir: string,
  { stays = false }: { stays?: boolean } = {},
): Promise<OpenHost> => {
  const bench = await openBench({ dataDir, stays })
  const [ours, theirs] = wirePair()
  const dispose = serve(theirs, bench.endpoints, { mayNamePaths: true })
  return {
    client: connect(services, ours),
    async close() {
      ours.close()
      dispose()
      await bench.close()
    },
  }
}

/** A scratch folder that is gone afterwards, on the disk where benches are kept. */
export const withFolder = async <T>(body: (path: string) => Promise<T>): Promise<T> => {
  const path = mkdtempSync(join(process.env.CASEBENCH_SCRATCH ?? tmpdir(), 'casebench-bench-'))
  try {
    return await body(path)
  } finally {
    rmSync(path, { recursive: true, force: true })
  }
}
