import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { blobPath } from '../attachments/blob-store.ts'
import type { Database } from '../database/threads.ts'
import { exactVersion } from '../imports/exact/document.ts'
import { caseMarkdown } from './case-markdown.ts'
import { wholeCase } from './whole-case.ts'

/** The two documents of an exported case. */
export const documentsOf = async (database: Database, key: string) => {
  const exact = await database.read(wholeCase, { key })
  const json = `${JSON.stringify({ casebench: exactVersion, records: [], cases: [exact] }, null, 2)}\n`
  return { exact, json, markdown: caseMarkdown(exact) }
}

const writeDurably = async (path: string, text: string) => {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Writes a case to a folder: `case.json` (imports again to the same content), `case.md` and `files/`. The folder must
 * be absent or empty; it appears under its name only when it is whole. Yields progress. Throws `not-empty`.
 */
export async function* exportCase(
  { database, dataDir }: { database: Database; dataDir: string },
  input: { key: string; path: string },
) {
  const target = resolve(input.path)
  const there = await readdir(target).catch(() => undefined)
  const file = there === undefined && (await stat(target).catch(() => undefined))
  if (file || (there && there.length > 0))
    throw new BenchError(
      'not-empty',
      `${target} is there already. Nothing was written; name a folder that is new or empty.`,
    )
  const { exact, json, markdown } = await documentsOf(database, input.key)
  const part = join(dirname(target), `.${basename(target)}.${process.pid}.part`)
  const total = exact.files.length + 1
  try {
    await mkdir(join(part, 'files'), { recursive: true })
    await writeDurably(join(part, 'case.json'), json)
    await writeDurably(join(part, 'case.md'), markdown)
    for (const [index, { name, sha256, path }] of exact.files.entries()) {
      yield { type: 'progress' as const, step: name, done: index, total }
      await copyFile(blobPath(dataDir, sha256), join(part, path))
    }
    if (there) await rm(target, { recursive: true })
    await rename(part, target)
  } finally {
    await rm(part, { recursive: true, force: true })
  }
  yield {
    type: 'done' as const,
    path: target,
    bytes: Buffer.byteLength(json) + Buffer.byteLength(markdown) + sizes(exact.events),
  }
}

const sizes = (events: { attachments?: { sha256: string; bytes: number }[] | undefined }[]) => {
  const bySha = new Map(
    events.flatMap(({ attachments = [] }) => attachments.map(({ sha256, bytes }) => [sha256, bytes])),
  )
  return [...bySha.values()].reduce((sum, bytes) => sum + bytes, 0)
}
