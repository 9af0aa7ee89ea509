import { parentPort, workerData } from 'node:worker_threads'
import { serveImport } from '../imports/thread.ts'

if (parentPort) serveImport(parentPort, workerData)
