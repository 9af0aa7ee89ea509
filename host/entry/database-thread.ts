import { parentPort, workerData } from 'node:worker_threads'
import { serveThread } from '../database/serve-thread.ts'
import { reads, writes } from './procedures.ts'

if (parentPort) serveThread(parentPort, workerData, { reads, writes })
