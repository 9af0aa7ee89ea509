import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { headBytes, rasterImageType } from './image-type.ts'
import { parseRange } from './range.ts'
import { baseHeaders, refusal, respond } from './respond.ts'

/** The bytes of a blob from `start` to `end` (inclusive) and its whole size; null where there is none. */
export type ReadBlob = (
  sha256: string,
  range?: { start: number; end: number },
) => Promise<{ size: number; bytes: AsyncIterable<Uint8Array> } | null>

const address = /^\/blob\/([0-9a-f]{64})$/

/** What an evidence file may do in a browser: nothing. */
const harmless = {
  ...baseHeaders,
  'content-security-policy': "sandbox; default-src 'none'",
  'accept-ranges': 'bytes',
}

const nameAtMost = 255

/** The digest that a path names, if it is one of a blob. */
export const blobOf = (path: string): string | undefined => address.exec(path)?.[1]

/**
 * Answers with stored bytes, whole or in part: to be saved, unless they are an image of a safe type that was asked
 * for `inline`.
 */
export const respondBlob = async (
  request: IncomingMessage,
  response: ServerResponse,
  { sha256, query, readBlob }: { sha256: string; query: URLSearchParams; readBlob: ReadBlob },
): Promise<void> => {
  const head = await readBlob(sha256, { start: 0, end: headBytes - 1 })
  if (!head) return respond(request, response, refusal(404, 'This bench does not hold these bytes.'))
  const { size } = head
  const range = parseRange(request.headers.range, size)
  if (range === 'unsatisfiable') {
    const reply = refusal(416, 'The file is shorter than that.', { 'content-range': `bytes */${size}` })
    return respond(request, response, reply)
  }
  const image = query.get('inline') === '1' ? rasterImageType(await gather(head.bytes)) : undefined
  const part = range === 'all' ? { start: 0, end: size - 1 } : range
  const headers: OutgoingHttpHeaders = {
    ...harmless,
    'content-type': image ?? 'application/octet-stream',
    'content-disposition': `${image ? 'inline' : 'attachment'}; ${fileName(query.get('name') ?? sha256)}`,
    'content-length': part.end - part.start + 1,
    ...(range === 'all' ? {} : { 'content-range': `bytes ${part.start}-${part.end}/${size}` }),
  }
  response.writeHead(range === 'all' ? 200 : 206, headers)
  if (request.method === 'HEAD' || size === 0) return void response.end()
  const blob = await readBlob(sha256, part)
  if (!blob) return void response.destroy()
  // A reader that goes away is no failure of ours; a disk that fails cuts the answer short of its length.
  await pipeline(Readable.from(blob.bytes, { objectMode: false }), response).catch(() => response.destroy())
}

const gather = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

/** A file's name as RFC 6266 has it: exact for browsers, and in plain letters for what is older. */
const fileName = (name: string): string => {
  const bare = name.replace(/[\p{C}/\\]/gu, '_').slice(0, nameAtMost) || 'file'
  const plain = bare.replace(/[^\w .()+-]/g, '_')
  const exact = encodeURIComponent(bare.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `filename="${plain}"; filename*=UTF-8''${exact}`
}
