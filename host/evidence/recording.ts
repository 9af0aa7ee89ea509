import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { BenchError } from '../../shared/contract/error.ts'
import { NANOSECONDS } from '../../shared/lib/asciicast/cast.ts'
import { createCastParser } from '../../shared/lib/asciicast/parse.ts'
import { storeUpload } from '../attachments/blob-store.ts'
import { getTerminal } from '../terminal/changes.ts'
import { recordingPath } from '../terminal/places.ts'
import { blockName } from './block-cast.ts'
import type { Piece } from './rows.ts'
import type { EvidenceOptions } from './store.ts'

/** A recording as it stands now; one that still grows is cut here. Throws `not-found`, `empty`. */
export const recordingPiece = async (options: EvidenceOptions, recordingId: string): Promise<Piece> => {
  const { database, dataDir, newId } = options
  const path = recordingPath(dataDir, recordingId)
  const found = await stat(path).catch(() => undefined)
  if (!found)
    throw new BenchError('not-found', 'There is no such recording. Turn recording on in the terminal first.')
  if (found.size === 0) throw new BenchError('empty', 'This recording is empty, so it was not attached.')
  const uploadId = newId()
  const chunks = createReadStream(path, { end: found.size - 1 })
  const facts = { title: '', startedAt: Math.floor(found.birthtimeMs), durationMs: 0 }
  const stored = await storeUpload(read(chunks, facts), { dataDir, uploadId, offset: 0, bytes: found.size })
  const terminal = await database.read(getTerminal, { id: recordingId }).catch(() => null)
  const title = (facts.title || terminal?.title || 'Recording').slice(0, 500)
  const { sha256, bytes } = stored
  return {
    kind: 'attachment',
    detail: { type: 'recording', ...facts, title, terminalId: terminal?.id ?? null },
    file: { uploadId, name: blockName(`recording-${title}`), sha256, bytes, text: null },
  }
}

/** The bytes of a recording on their way, noting what it says of itself. */
async function* read(
  chunks: AsyncIterable<Buffer>,
  facts: { title: string; startedAt: number; durationMs: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  const parser = createCastParser()
  for await (const chunk of chunks) {
    for (const part of parser.push(chunk)) {
      if (part.type === 'header') {
        const { title, timestamp } = part.header.fields
        if (typeof title === 'string') facts.title = title
        if (typeof timestamp === 'number' && timestamp > 0) facts.startedAt = Math.floor(timestamp * 1000)
      } else if (part.type === 'event') facts.durationMs = Math.floor(part.event.time / (NANOSECONDS / 1000))
    }
    yield chunk
  }
}
