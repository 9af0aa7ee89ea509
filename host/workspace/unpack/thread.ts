import { statSync } from 'node:fs'
import { type MessagePort, Worker } from 'node:worker_threads'
import {
  BenchError,
  cancelled,
  type ErrorBody,
  fromErrorBody,
  toErrorBody,
} from '../../../shared/contract/error.ts'
import type { RefusedEntry } from '../../../shared/contract/workspaces.ts'
import { toBenchError } from '../../database/failure.ts'
import { type GitOptions, openGit } from '../../git/git.ts'
import { Asked, budget, type Limits, type Question } from './budget.ts'
import { commitStream } from './commit-stream.ts'
import { readFile } from './decompress.ts'
import { type Extraction, extract } from './extract.ts'
import { formatOfFile } from './format.ts'
import { refusals } from './refusals.ts'
import { stage } from './stage.ts'

export interface UnpackJob {
  /** Attachments, each with the folder below the workspace that it goes into. */
  archives: { file: string; name: string; folder: string[]; modifiedAt: number }[]
  staging: string
  /** Of the commit that is made of them. */
  workspace: string
  ref: string
  parent: string
  message: string
  committer: { name: string; email: string }
  git: GitOptions
  allow: Question['reason'][]
  limits: Limits
}

export interface UnpackProgress {
  entry: string
  files: number
  /** Bytes of the attachments that were read. */
  bytes: number
}

export interface Unpacked {
  commit: string
  files: number
  /** Bytes that came out. */
  bytes: number
  refused: RefusedEntry[]
  refusedMore: number
}

type Answer =
  | { progress: UnpackProgress }
  | { question: Question }
  | { unpacked: Unpacked }
  | { error: ErrorBody }

/** Milliseconds between two reports of progress. */
const interval = 100

/** The inside of the unpacking thread: a hostile archive that takes it down takes nothing else with it. */
export const serveUnpacking = (port: MessagePort, job: UnpackJob): void => {
  const tell = (answer: Answer) => port.postMessage(answer)
  const stop = new AbortController()
  port.once('message', () => stop.abort(cancelled()))
  unpackAll(job, stop, (progress) => tell({ progress }))
    .then(
      (unpacked) => tell({ unpacked }),
      (error: unknown) =>
        tell(
          error instanceof Asked ? { question: error.question } : { error: toErrorBody(toBenchError(error)) },
        ),
    )
    .finally(() => port.close())
}

const unpackAll = async (
  job: UnpackJob,
  stop: AbortController,
  tell: (progress: UnpackProgress) => void,
): Promise<Unpacked> => {
  const { signal } = stop
  const { workspace: folder, ref, parent, message, committer } = job
  const commits = commitStream({ git: openGit(job.git), folder, ref, parent, message, committer, signal })
  const refused = refusals()
  const sum = { files: 0, bytes: 0, read: 0, told: 0, entry: '' }
  const report = () => {
    if (Date.now() - sum.told < interval) return
    sum.told = Date.now()
    tell({ entry: sum.entry, files: sum.files, bytes: sum.read })
  }
  const x: Extraction = {
    stage: stage(job.staging, commits),
    budget: budget(job.allow, job.limits, signal),
    refusals: refused,
    platform: process.platform,
    arrived(entry, bytes) {
      sum.entry = entry
      sum.files += 1
      sum.bytes += bytes
      report()
    },
    read(bytes) {
      sum.read += bytes
      report()
    },
  }
  try {
    for (const { file, name, folder: into, modifiedAt } of job.archives) {
      const archive = { file, title: name, name, folder: into, depth: 0, modifiedAt, parent: undefined }
      if ((await formatOfFile(file)) === undefined) await copyPlain(x, archive)
      else await extract(x, archive)
    }
    const commit = await commits.end()
    return { commit, files: sum.files, bytes: sum.bytes, ...refused.all() }
  } catch (error) {
    // Git writes no commit that was not finished.
    stop.abort(error)
    throw error
  }
}

/** An attachment that is no archive, and was asked for, goes into the workspace as it is. */
const copyPlain = async (
  x: Extraction,
  { file, name, modifiedAt }: { file: string; name: string; modifiedAt: number },
) => {
  const account = x.budget.account(name, statSync(file).size, undefined)
  x.budget.entry(account)
  const claim = x.stage.names.file([name.replaceAll(/[/\\\p{Cc}]/gu, '_').replace(/^\.+/, '_')])
  const target = { path: claim.path, executable: false, modifiedAt }
  const written = await x.stage.write(target, readFile(file, x.read), (amount) =>
    x.budget.take(amount, account),
  )
  if (written.failed) throw written.failed
  await x.stage.commit(target, written)
  x.arrived(name, written.size)
}

/** Heap of the thread, in MiB: what the names of a million entries need, and no more. */
const resourceLimits = { maxOldGenerationSizeMb: 1024 }

/** How long a thread may take to stop by itself before it is ended. Milliseconds. */
const patience = 3000

/** Unpacks in a thread of its own. Resolves with what arrived or what has to be asked; rejects when cancelled. */
export const unpackInThread = (
  entry: URL,
  job: UnpackJob,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: UnpackProgress) => void },
): Promise<{ unpacked: Unpacked } | { question: Question }> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: job, resourceLimits })
    let timer: NodeJS.Timeout | undefined
    let outcome = () =>
      reject(
        new BenchError(
          'internal',
          'Unpacking stopped unexpectedly, and nothing of it is in the workspace. Try again.',
        ),
      )
    const abort = () => {
      worker.postMessage('stop')
      timer = setTimeout(() => void worker.terminate(), patience)
    }
    signal.addEventListener('abort', abort, { once: true })
    worker.on('message', (answer: Answer) => {
      if ('progress' in answer) return onProgress(answer.progress)
      if ('error' in answer) outcome = () => reject(fromErrorBody(answer.error))
      else outcome = () => resolve(answer)
    })
    worker.once('error', (error) => {
      outcome = () => reject(error)
    })
    // Only when the thread has ended does nobody write to the stage any more.
    worker.once('exit', () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      if (signal.aborted) reject(cancelled())
      else outcome()
    })
    if (signal.aborted) abort()
  })
