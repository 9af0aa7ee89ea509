import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type ParentPort, serveDesktop } from '../../host/entry/desktop.ts'
import { holdBench } from '../../host/instance/hold.ts'
import type { ToHost } from '../../shared/contract/desktop.ts'
import { asElectron } from './desktop-port.ts'

/**
 * The desktop host in a worker thread: like Electron's utility process it starts, is sent ports, ends with a code
 * and can die at any moment. `crash` and `hang` are for tests.
 */
export type ToWorker = { data: ToHost | { type: 'crash' } | { type: 'hang' }; ports: MessagePort[] }

const parent: ParentPort = {
  postMessage: (message) => parentPort?.postMessage(message),
  on: (_event, listener) =>
    parentPort?.on('message', ({ data, ports }: ToWorker) =>
      listener({ data, ports: ports.map(asElectron) }),
    ),
}

parentPort?.on('message', ({ data }: ToWorker) => {
  if (data.type === 'crash') process.exit(9)
  while (data.type === 'hang');
})
await serveDesktop({
  parent,
  open: () => holdBench({ dataDir: String(workerData), stays: true }),
  exit: (code) => process.exit(code),
})
