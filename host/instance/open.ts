import type { Services } from '../../shared/contract/index.ts'
import { services } from '../../shared/contract/index.ts'
import { type Client, connect } from '../../shared/wire/client.ts'
import { wirePair } from '../../shared/wire/pair.ts'
import { serve } from '../../shared/wire/server.ts'
import { openBench } from '../entry/compose.ts'

export interface OpenedClient {
  client: Client<Services>
  /** True when the bench runs in this process and closes with it. */
  owns: boolean
  close(): Promise<void>
}

/**
 * A client of the bench in `dataDir`: of the host that runs on it, or else of one opened in this process.
 * Both may name paths of this disk.
 */
export const openClient = async ({ dataDir }: { dataDir: string }): Promise<OpenedClient> => {
  const bench = await openBench({ dataDir })
  const [ours, theirs] = wirePair()
  const dispose = serve(theirs, bench.endpoints, { mayNamePaths: true })
  const close = async () => {
    ours.close()
    dispose()
    await bench.close()
  }
  return { client: connect(services, ours), owns: true, close }
}
