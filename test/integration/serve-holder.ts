import { tryHoldBench } from '../../host/instance/hold.ts'
import { probeHost } from '../fuzz/wire-service.ts'

// Holds a data folder until it is killed or told to end; run as a process of its own.
const [dataDir = ''] = process.argv.slice(2)
const held = await tryHoldBench({
  dataDir,
  stays: true,
  link: () => 'http://127.0.0.1:1/#token=x',
  open: async () => ({
    endpoints: probeHost().endpoints,
    readBlob: async () => null,
    close: async () => undefined,
  }),
})
process.send?.(held ? 'held' : 'refused')
process.on('message', () => void held?.close().then(() => process.disconnect()))
