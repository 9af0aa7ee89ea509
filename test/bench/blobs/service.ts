import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createServer as bareServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { folderStore } from '../../../central/blobs/folder-store.ts'
import { openDatabase } from '../../../central/database/database.ts'
import { openCluster } from '../../../central/database/embedded/cluster.ts'
import { migrate } from '../../../central/database/migrate.ts'
import { migrations } from '../../../central/database/migrations/index.ts'
import { blobCentral } from '../../support/blob-central.ts'

// A central service for the bench of blobs, and beside it the same work done as barely as it can be: both in a process
// of their own, as they would be.

const [folder = ''] = process.argv.slice(2)
const copy = join(folder, 'bare')

const put = async (request: IncomingMessage): Promise<string> => {
  const file = await open(copy, 'w')
  const hash = createHash('sha256')
  for await (const chunk of request as AsyncIterable<Buffer>) {
    hash.update(chunk)
    await file.write(chunk)
  }
  await file.sync()
  await file.close()
  return hash.digest('hex')
}

const answer = async (request: IncomingMessage, response: ServerResponse) => {
  if (request.method === 'PUT') return response.end(await put(request))
  response.setHeader('content-length', (await stat(copy)).size)
  createReadStream(copy, { highWaterMark: 512 * 1024 }).pipe(response)
}

const cluster = await openCluster({ folder: join(folder, 'central') })
const database = openDatabase({ url: cluster.url() })
await migrate(database, migrations)
const central = await blobCentral(database, folderStore(join(folder, 'blobs'), v7))
const { token } = await central.addDevice('Ada')
const bare = bareServer((request, response) => void answer(request, response))
await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))

let most = 0
const note = () => (most = Math.max(most, process.memoryUsage.rss()))
setInterval(note, 20)
const acts: Record<string, (value: string) => unknown> = {
  begin: () => (most = process.memoryUsage.rss()),
  most: note,
  name: (sha256) => central.name(sha256),
}
process.on('message', async ({ act, value }: { act: string; value: string }) => {
  if (act !== 'end') return process.send?.({ value: (await acts[act]?.(value)) ?? 0 })
  await central.close()
  bare.close()
  await database.close()
  await cluster.close()
  process.exit(0)
})
process.send?.({
  value: { url: central.url, token, bare: `http://127.0.0.1:${(bare.address() as AddressInfo).port}` },
})
