import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { blobPath } from '../attachments/blob-store.ts'
import type { Database } from '../database/threads.ts'
import { documentsOf } from './export.ts'

/** An exported case's folder as a zip, for a window that cannot name a path. */
export async function* exportCaseBytes(
  { database, dataDir }: { database: Database; dataDir: string },
  key: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const { exact, json, markdown } = await documentsOf(database, key)
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(json), `${exact.case.ref}/case.json`)
  zip.addBuffer(Buffer.from(markdown), `${exact.case.ref}/case.md`)
  for (const { sha256, path } of exact.files)
    zip.addReadStreamLazy(`${exact.case.ref}/${path}`, {}, (give) =>
      give(null, createReadStream(blobPath(dataDir, sha256))),
    )
  zip.end()
  const stream = zip.outputStream as Readable
  try {
    for await (const chunk of stream) yield new Uint8Array(chunk as Buffer)
  } finally {
    stream.destroy()
  }
}
