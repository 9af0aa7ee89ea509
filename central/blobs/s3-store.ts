import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { AwsClient } from 'aws4fetch'
import { digestText } from '../../shared/sync/blobs.ts'
import { partDiffers, storeFails } from './refusals.ts'
import { type BlobStore, type ExpectedPart, PartGone, type Place } from './store.ts'

export interface S3Options {
  bucket: string
  /** Before every key; empty, or ends with a slash. */
  prefix: string
  /** `https://host`; AWS itself where it is absent. */
  endpoint: string | undefined
  region: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string | undefined
}

/** Parts in memory at a time: S3 wants to know a body's length and hash before its first byte. */
const partsInMemory = 8

/** Milliseconds after which a request is given up. */
const patience = { usual: 60_000, part: 300_000, complete: 600_000 }

/** Tries beside the first where S3 is busy. */
const retries = 3

/**
 * Blobs in an S3-compatible store, by its REST interface: multipart uploads, ranged reads, Signature Version 4.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export const s3Store = (options: S3Options): BlobStore => {
  const { accessKeyId, secretAccessKey, sessionToken, region } = options
  const client = new AwsClient({
    ...{ accessKeyId, secretAccessKey, region, service: 's3', retries },
    ...(sessionToken === undefined ? {} : { sessionToken }),
  })
  const urlOf = urls(options)
  const memory = turns(partsInMemory)

  const ask = async (method: string, url: string, more: Ask = {}): Promise<Response> => {
    const { body, headers = {}, milliseconds = patience.usual } = more
    const sent = {
      method,
      headers: { 'x-amz-content-sha256': sha256Of(body ?? ''), ...headers },
      signal: AbortSignal.timeout(milliseconds),
      ...(body === undefined ? {} : { body }),
    }
    return client.fetch(url, sent).catch((error: unknown) => {
      throw storeFails(error instanceof Error ? error.message : String(error))
    })
  }

  return {
    async begin(place) {
      const text = await textOf(await ask('POST', `${urlOf(place)}?uploads`))
      const id = tag(text, 'UploadId')
      if (!id) throw storeFails('it did not name an upload')
      return id
    },
    putPart: ({ place, handle }, expected, body) =>
      memory(async () => {
        const bytes = await whole(body, expected)
        const url = `${urlOf(place)}?partNumber=${expected.part + 1}&uploadId=${encodeURIComponent(handle)}`
        const answer = await ask('PUT', url, {
          ...{ body: bytes, milliseconds: patience.part },
        })
        await textOf(answer)
        const etag = answer.headers.get('etag')
        if (!etag) throw storeFails('it did not name a part')
        return etag
      }),
    async complete({ place, handle }, parts) {
      const list = parts.map(
        ({ part, token }) =>
          `<Part><PartNumber>${part + 1}</PartNumber><ETag>${escaped(token)}</ETag></Part>`,
      )
      const body = `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${list.join('')}</CompleteMultipartUpload>`
      const answer = await ask('POST', `${urlOf(place)}?uploadId=${encodeURIComponent(handle)}`, {
        ...{ body, milliseconds: patience.complete },
        headers: { 'content-type': 'application/xml' },
      })
      // It may say 200 and tell of a failure in the body, since it begins to answer before it is done.
      const text = await answer.text()
      const code = tag(text, 'Code')
      if (answer.ok && !code) return
      if (code === 'NoSuchUpload' && (await this.size(place)) !== null) return
      if (code === 'NoSuchUpload' || code === 'InvalidPart') throw new PartGone()
      throw storeFails(code ?? `status ${answer.status}`)
    },
    async *read(place, { start, end }) {
      if (end < start) return
      const answer = await ask('GET', urlOf(place), {
        ...{ headers: { range: `bytes=${start}-${end}` }, milliseconds: patience.complete },
      })
      if (answer.status !== 206 && !(answer.status === 200 && start === 0)) await textOf(answer, 'refused')
      if (answer.body) yield* answer.body
    },
    async size(place) {
      const answer = await ask('HEAD', urlOf(place))
      if (answer.status === 404) return null
      if (!answer.ok) throw storeFails(`status ${answer.status}`)
      return Number(answer.headers.get('content-length'))
    },
    async remove(place, handle) {
      if (handle !== '') await gone(ask('DELETE', `${urlOf(place)}?uploadId=${encodeURIComponent(handle)}`))
      await gone(ask('DELETE', urlOf(place)))
    },
  }
}

interface Ask {
  body?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
  milliseconds?: number
}

const sha256Of = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** AWS wants the bucket in the host's name, others have it in the path. */
const urls = ({ bucket, prefix, endpoint, region }: S3Options) => {
  const base = endpoint
    ? `${endpoint.replace(/\/+$/, '')}/${bucket}`
    : `https://${bucket}.s3.${region}.amazonaws.com`
  return (place: Place) => `${base}/${prefix}${place}`
}

/** The part in memory. Throws `part-differs` where it is not the announced one. */
const whole = async (body: AsyncIterable<Uint8Array>, { length, digest }: ExpectedPart) => {
  const bytes = new Uint8Array(length)
  let at = 0
  for await (const chunk of body) {
    if (at + chunk.length > length) throw partDiffers()
    bytes.set(chunk, at)
    at += chunk.length
  }
  if (at !== length || digestText(crc32(bytes)) !== digest) throw partDiffers()
  return bytes
}

const textOf = async (answer: Response, expected: 'fine' | 'refused' = 'fine'): Promise<string> => {
  const text = await answer.text()
  if (expected === 'fine' && answer.ok) return text
  throw storeFails(tag(text, 'Code') ?? `status ${answer.status}`)
}

const gone = async (asked: Promise<Response>) => {
  const answer = await asked
  if (answer.status !== 404) await textOf(answer)
}

/** The text of the first element of that name. Answers of S3 hold few, and none of ours is nested in another. */
const tag = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`)
    .exec(xml)?.[1]
    ?.replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Lets so many run at a time, the others in the order they came. */
const turns = (atOnce: number) => {
  const waiting: (() => void)[] = []
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
