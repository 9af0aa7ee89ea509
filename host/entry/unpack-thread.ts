import { parentPort, workerData } from 'node:worker_threads'
import { serveUnpacking } from '../workspace/unpack/thread.ts'

if (parentPort) serveUnpacking(parentPort, workerData)
