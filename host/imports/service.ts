import { createReadStream } from 'node:fs'
import { mkdir, open, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { CallContext, Handlers } from '../../shared/contract/define.ts'
import { BenchError, cancelled, fromErrorBody } from '../../shared/contract/error.ts'
import { emptyReport, type ImportReport } from '../../shared/contract/import-report.ts'
import type { CsvMapping, imports } from '../../shared/contract/imports.ts'
import type { ImportFormat } from '../../shared/domain/vocabulary.ts'
import { needPaths } from '../attachments/service.ts'
import type { Database } from '../database/threads.ts'
import { importBatch } from './apply.ts'
import { inspect } from './parse.ts'
import type { Batch, ImportAnswer, ImportJob } from './thread.ts'

export interface ImportsOptions {
  database: Database
  dataDir: string
  /** The module that the import thread runs. */
  importEntry: URL
  newId(): string
}

type Source = { staged: string } | { path: string }

interface RunInput {
  sources: Source[]
  format: ImportFormat | 'auto'
  mapping?: CsvMapping | undefined
}

/** Skips that a report lists one by one; the rest is counted. */
const skipsListed = 1000

export const importsService = (options: ImportsOptions): Handlers<typeof imports> => ({
  stage: (input, chunks) => stage(options, input, chunks),
  async inspect({ source, format }, context) {
    const { path, name } = await locate(options.dataDir, source, context)
    const { size } = await stat(path)
    return { ...(await inspect({ name, bytes: () => createReadStream(path) }, format)), name, bytes: size }
  },
  run: (input, context) => run(options, input, context),
})

/** Where files of windows wait for their import; whatever lies here when a host starts belongs to nothing. */
export const stagingFolder = (dataDir: string, staged = ''): string => join(dataDir, 'staging', staged)

/** Takes a window's file into the data folder, under a folder of its own so that it keeps its name. */
const stage = async (
  { dataDir, newId }: ImportsOptions,
  { name, bytes }: { name: string; bytes: number },
  chunks: AsyncIterable<Uint8Array>,
) => {
  const staged = newId()
  const folder = stagingFolder(dataDir, staged)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, 'name'), basename(name))
  const file = await open(join(folder, 'bytes'), 'wx', 0o600)
  try {
    let received = 0
    for await (const chunk of chunks) {
      received += chunk.length
      if (received > bytes)
        throw new BenchError('unreadable', `${name} changed while it was read. Choose it again.`)
      await file.write(chunk)
    }
    return { staged }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  } finally {
    await file.close()
  }
}

const locate = async (dataDir: string, source: Source, context: CallContext) => {
  if ('staged' in source) {
    const folder = stagingFolder(dataDir, source.staged)
    const name = await readName(folder)
    return { path: join(folder, 'bytes'), name }
  }
  needPaths(context)
  const path = resolve(source.path)
  const found = await stat(path).catch(() => undefined)
  if (!found)
    throw new BenchError('not-found', `There is no file ${source.path}. Nothing was imported from it.`)
  const file = found.isDirectory() ? join(path, 'case.json') : path
  if (found.isDirectory() && !(await stat(file).catch(() => undefined)))
    throw new BenchError(
      'unreadable',
      `${source.path} is a folder without a case.json. Name the files to import.`,
    )
  return { path: file, name: basename(file) }
}

const readName = async (folder: string) => {
  const stream = createReadStream(join(folder, 'name'), 'utf8')
  let name = ''
  try {
    for await (const part of stream) name += part
  } catch {
    throw new BenchError('not-found', 'The file to import is not staged (any more). Choose it again.')
  }
  return name
}

async function* run(options: ImportsOptions, { sources, format, mapping }: RunInput, context: CallContext) {
  const report = emptyReport()
  for (const source of sources) {
    const { path, name } = await locate(options.dataDir, source, context)
    const job: ImportJob = { dataDir: options.dataDir, path, name, format, ...(mapping ? { mapping } : {}) }
    for await (const batch of batches(options.importEntry, job, context.signal)) {
      await take(options.database, { batch, name, report })
      yield {
        type: 'progress' as const,
        file: name,
        done: batch.done,
        bytes: batch.bytes,
        records: report.cases,
      }
    }
    if ('staged' in source)
      await rm(stagingFolder(options.dataDir, source.staged), { recursive: true, force: true })
  }
  yield { type: 'done' as const, report }
}

const take = async (
  database: Database,
  { batch, name, report }: { batch: Batch; name: string; report: ImportReport },
) => {
  if (batch.count > 0) {
    const { imported, updated, unchanged, events } = await database.write(importBatch, {
      records: batch.records,
    })
    report.imported += imported
    report.updated += updated
    report.unchanged += unchanged
    report.cases += imported + updated + unchanged
    report.events += events
  }
  const room = Math.max(0, skipsListed - report.skipped.length)
  report.skipped.push(...batch.skipped.slice(0, room).map((skip) => ({ source: name, ...skip })))
  report.skippedMore += Math.max(0, batch.skipped.length - room)
}

/** The heap of the import thread, in MiB: one record of the largest size fits, and a flood of small ones stays small. */
const resourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 8 }

/** The batches of one file, parsed in a thread of their own; asking for the next one pays for it. */
async function* batches(
  entry: URL,
  job: ImportJob,
  signal: AbortSignal,
): AsyncGenerator<Batch, void, undefined> {
  const worker = new Worker(entry, { workerData: job, resourceLimits })
  const arrived: Batch[] = []
  let outcome: { error?: Error } | undefined
  let wake: (() => void) | undefined
  const poke = () => {
    wake?.()
    wake = undefined
  }
  const finish = (error?: Error) => {
    outcome ??= error ? { error } : {}
    poke()
  }
  worker.on('message', (answer: ImportAnswer) => {
    if ('batch' in answer) arrived.push(answer.batch)
    else if ('error' in answer) finish(fromErrorBody(answer.error))
    else finish()
    poke()
  })
  const unreadable = `${job.name} could not be read to its end. What came before is imported; nothing is half-written.`
  worker.once('error', () => finish(new BenchError('unreadable', unreadable)))
  worker.once('exit', () => finish(new BenchError('unreadable', unreadable)))
  const abort = () => finish(cancelled())
  signal.addEventListener('abort', abort, { once: true })
  try {
    for (;;) {
      if (signal.aborted) throw cancelled()
      const batch = arrived.shift()
      if (batch) {
        yield batch
        worker.postMessage('more')
      } else if (outcome) {
        if (outcome.error) throw outcome.error
        return
      } else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    signal.removeEventListener('abort', abort)
    await worker.terminate()
  }
}
