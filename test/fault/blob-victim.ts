import { getTransfer } from '../../host/sync/blobs/rows.ts'
import { usualSettings } from '../../host/sync/blobs/transfer.ts'
import { openTransfers } from '../support/blob-bench.ts'
import { threadedDatabase } from '../support/threaded-database.ts'

// Sends or fetches one file until it is over, and exits; or is killed before.

const [dataDir = '', url = '', token = '', sha256 = ''] = process.argv.slice(2)
const database = await threadedDatabase(dataDir)
// Slow enough that a kill meets parts on their way.
const settings = { ...usualSettings, uploadLimit: 40_000_000, downloadLimit: 40_000_000 }
const transfers = await openTransfers({ database, dataDir }, { url, token }, { settings: () => settings })
for (;;) {
  await transfers.once(new AbortController().signal)
  if ((await database.read(getTransfer, { sha256 }))?.state === 'verified') break
}
await transfers.closeAll()
await database.close()
