import { type MessagePort, Worker } from 'node:worker_threads'
import {
  BenchError,
  cancelled,
  type ErrorBody,
  fromErrorBody,
  toErrorBody,
} from '../../shared/contract/error.ts'
import { toBenchError } from '../database/failure.ts'
import { type StoredBlob, storeFile } from './blob-store.ts'

interface Job {
  path: string
  dataDir: string
  uploadId: string
}

type Answer = { done: number } | { stored: StoredBlob } | { error: ErrorBody }

/** The inside of the hashing thread: one file, progress at most ten times a second, then the result. */
export const serveHashing = (port: MessagePort, job: Job): void => {
  const tell = (answer: Answer) => port.postMessage(answer)
  const stop = new AbortController()
  port.once('message', () => stop.abort(cancelled()))
  let told = 0
  const onProgress = (done: number) => {
    if (Date.now() - told < 100) return
    told = Date.now()
    tell({ done })
  }
  storeFile(job.path, { ...job, signal: stop.signal, onProgress })
    .then(
      (stored) => tell({ stored }),
      (error: unknown) => tell({ error: toErrorBody(fileError(error, job.path)) }),
    )
    .finally(() => port.close())
}

const fileError = (error: unknown, path: string): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return new BenchError('vanished', `There is no file ${path}. Nothing was attached.`)
  if (code === 'EISDIR')
    return new BenchError('invalid', `${path} is a folder. Attach the files in it, or an archive of it.`)
  if (code === 'EACCES')
    return new BenchError('not-allowed', `${path} may not be read. Check its permissions.`)
  return toBenchError(error)
}

/** Stores a file of this disk from a thread of its own, so that hashing never holds up the host. */
export const storeInThread = (
  entry: URL,
  job: Job,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (done: number) => void },
): Promise<StoredBlob> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: job })
    const abort = () => worker.postMessage('stop')
    signal.addEventListener('abort', abort, { once: true })
    worker.on('message', (answer: Answer) => {
      if ('done' in answer) return onProgress(answer.done)
      if ('stored' in answer) return resolve(answer.stored)
      reject(fromErrorBody(answer.error))
    })
    worker.once('error', reject)
    worker.once('exit', () => {
      signal.removeEventListener('abort', abort)
      reject(
        new BenchError('internal', 'Reading the file stopped unexpectedly. Nothing was attached; try again.'),
      )
    })
    if (signal.aborted) abort()
  })
