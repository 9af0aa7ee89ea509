import { parentPort, workerData } from 'node:worker_threads'
import { serveHashing } from '../attachments/thread.ts'

if (parentPort) serveHashing(parentPort, workerData)
