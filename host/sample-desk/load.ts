import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BenchError } from '../../shared/contract/error.ts'
import { casebench } from '../imports/formats/casebench.ts'
import type { ImportRecord, RecordEvent, RecordFile } from '../imports/record.ts'

// Two literal URLs, because the bundler copies exactly what such a URL names.
const casesFolder = fileURLToPath(new URL('./cases/', import.meta.url))
const evidenceFolder = fileURLToPath(new URL('./evidence/', import.meta.url))

const moments = new Set(['at', 'createdAt', 'updatedAt', 'dueAt'])

/**
 * The cases of the sample desk, oldest first, with every moment moved so that they stand around `now` (milliseconds),
 * and the absolute paths of their evidence. README.md describes the documents. Throws `damaged` for one that cannot
 * be read.
 */
export const loadSampleDesk = async (now: number): Promise<ImportRecord[]> => {
  const names = (await readdir(casesFolder)).filter((name) => name.endsWith('.json')).toSorted()
  const documents = await Promise.all(names.map((name) => readDocument(name, now)))
  return documents.flat().toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))
}

const readDocument = async (name: string, now: number): Promise<ImportRecord[]> => {
  const shift = (key: string, value: unknown): unknown =>
    moments.has(key) && typeof value === 'number' ? now + value : value
  const document: unknown = JSON.parse(await readFile(join(casesFolder, name), 'utf8'), shift)
  const bytes = async function* () {
    yield Buffer.from(JSON.stringify(document))
  }
  const records: ImportRecord[] = []
  for await (const batch of casebench({ name, bytes }, {})) {
    for (const one of batch) {
      if (one.type === 'skip') throw damaged(name, one.reason)
      records.push({ ...one.record, events: one.record.events.map(withEvidence) })
    }
  }
  return records
}

const withEvidence = (event: RecordEvent): RecordEvent =>
  event.files ? { ...event, files: event.files.map(located) } : event

const located = (file: RecordFile): RecordFile =>
  'path' in file.content
    ? { ...file, content: { path: join(evidenceFolder, file.content.path.replace(/^evidence\//, '')) } }
    : file

const damaged = (name: string, reason: string): BenchError =>
  new BenchError(
    'damaged',
    `The sample case ${name} cannot be read (${reason}). Nothing was added to your bench. Install Casebench again to repair it.`,
  )
