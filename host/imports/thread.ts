import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { serialize } from 'node:v8'
import type { MessagePort } from 'node:worker_threads'
import { BenchError, type ErrorBody, toErrorBody } from '../../shared/contract/error.ts'
import type { CsvMapping } from '../../shared/contract/imports.ts'
import type { ImportFormat } from '../../shared/domain/vocabulary.ts'
import { toBenchError } from '../database/failure.ts'
import type { StoredRecord } from './apply.ts'
import { parse } from './parse.ts'
import type { ImportRecord } from './record.ts'
import { storeFiles } from './store-files.ts'

export interface ImportJob {
  dataDir: string
  path: string
  /** The name to show; the path's own where it was not staged under another. */
  name: string
  format: ImportFormat | 'auto'
  mapping?: CsvMapping
}

export interface Batch {
  /** The records, serialised: the host passes them on to the writer without taking them apart. */
  records: Uint8Array
  count: number
  skipped: { line: number; reason: string }[]
  /** Bytes of the file that were read so far, and its size. */
  done: number
  bytes: number
}

export type ImportAnswer = { batch: Batch } | { end: true } | { error: ErrorBody }

/** Records that one transaction takes at most, and the bytes after which it takes fewer. */
const batchRecords = 500
const batchLength = 2_000_000

/** A batch waits at most this long for more records, so that a slow file shows progress. Milliseconds. */
const batchAge = 500

/**
 * The inside of the import thread: parses a hostile file and hands over batches, at most two ahead of the writer.
 * A file that takes the parser down takes this thread with it, and nothing else.
 */
export const serveImport = (port: MessagePort, job: ImportJob): void => {
  const tell = (answer: ImportAnswer) => port.postMessage(answer)
  run(port, job, tell)
    .then(
      () => tell({ end: true }),
      (error: unknown) => tell({ error: toErrorBody(toBenchError(error)) }),
    )
    .finally(() => port.close())
}

const batchesAhead = 2

const run = async (port: MessagePort, job: ImportJob, tell: (answer: ImportAnswer) => void) => {
  const { size } = await stat(job.path)
  let done = 0
  let credit = batchesAhead
  let wake: (() => void) | undefined
  port.on('message', () => {
    credit += 1
    wake?.()
  })
  const source = {
    name: job.name,
    async *bytes() {
      done = 0
      for await (const chunk of createReadStream(job.path, { highWaterMark: 1 << 20 })) {
        done += (chunk as Buffer).length
        yield chunk as Buffer
      }
    },
  }
  let records: StoredRecord[] = []
  let skipped: Batch['skipped'] = []
  let length = 0
  let since = Date.now()
  const send = async () => {
    while (credit === 0) await new Promise<void>((resolve) => (wake = resolve))
    credit -= 1
    const count = records.length
    tell({ batch: { records: serialize(records), count, skipped, done: Math.min(done, size), bytes: size } })
    records = []
    skipped = []
    length = 0
    since = Date.now()
  }
  const options = { format: job.format, ...(job.mapping ? { mapping: job.mapping } : {}) }
  for await (const parsed of parse(source, options)) {
    if (parsed.type === 'skip') skipped.push({ line: parsed.line, reason: parsed.reason })
    else {
      const stored = await storeFiles(job.dataDir, parsed.record, dirname(job.path)).catch(reasonOf)
      if (typeof stored === 'string') skipped.push({ line: parsed.line, reason: stored })
      else records.push(stored)
      length += sizeOf(parsed.record)
    }
    const full = records.length + skipped.length >= batchRecords || length >= batchLength
    if (full || Date.now() - since > batchAge) await send()
  }
  await send()
}

/** Why a record's files cannot be taken, where that is the record's fault; a full disk stops the import. */
const reasonOf = (error: unknown): string => {
  if (error instanceof BenchError && (error.code === 'vanished' || error.code === 'not-allowed'))
    return error.message
  throw error
}

const sizeOf = ({ description, events }: ImportRecord) =>
  events.reduce((sum, { body }) => sum + body.length, description.length)
