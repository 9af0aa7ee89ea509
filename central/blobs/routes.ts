import {
  blobPathParams,
  keptPart,
  parseRange,
  partBytes,
  partDigestHeader,
  partHeaders,
  partPathParams,
  uploadQuery,
  uploadState,
} from '../../shared/sync/blobs.ts'
import { Reply, type Route, rawBody, route, streamed } from '../http/route.ts'
import { validate } from '../http/validate.ts'
import { noSuchBlob } from './refusals.ts'
import { findBlob, noteHolder, type Uploader } from './rows.ts'
import { blobUploads, type UploadsOptions } from './uploads.ts'

const binary = 'application/octet-stream'

/** Everybody but auditors, who write nothing. */
const access = { deviceOf: ['engineer', 'lead', 'expert', 'administrator'] } as const

/** A fast local network carries about 50 parts a second; ten times the pace of a usual one. */
const limits = { perMinute: 6000 } as const

interface Who {
  account: { id: string }
  device: { id: string }
}

const uploaderOf = ({ account, device }: Who): Uploader => ({ accountId: account.id, deviceId: device.id })

/** The routes by which benches send and fetch the bytes of attachments. */
export const blobRoutes = (options: UploadsOptions): readonly Route[] => {
  const uploads = blobUploads(options)
  return [
    route({
      method: 'GET',
      path: '/v1/blobs/:sha256/parts',
      summary: 'How far this account has sent a file, part by part',
      access,
      params: blobPathParams,
      query: uploadQuery,
      answer: uploadState,
      limits,
      handle: ({ params, query, caller }) => uploads.state(uploaderOf(caller), { ...params, ...query }),
    }),
    route({
      method: 'PUT',
      path: '/v1/blobs/:sha256/parts/:part',
      summary: `Send one part of a file; the header ${partDigestHeader} carries its CRC-32`,
      access,
      params: partPathParams,
      query: uploadQuery,
      body: rawBody(binary),
      answer: keptPart,
      limits: { ...limits, body: partBytes },
      handle({ params, query, caller, headers, body }) {
        const { [partDigestHeader]: digest } = validate(partHeaders, headers, 'headers') as {
          [partDigestHeader]: string
        }
        return uploads.put(uploaderOf(caller), { ...params, ...query, digest }, body)
      },
    }),
    route({
      method: 'POST',
      path: '/v1/blobs/:sha256/complete',
      summary: 'Have the whole hashed and kept; asked again until it is verified',
      access,
      params: blobPathParams,
      query: uploadQuery,
      answer: uploadState,
      limits,
      async handle({ params, query, caller }) {
        const state = await uploads.complete(uploaderOf(caller), { ...params, ...query })
        return new Reply(state, { status: state.state === 'verifying' ? 202 : 200 })
      },
    }),
    reading(options, 'HEAD'),
    reading(options, 'GET'),
  ]
}

const reading = ({ database, store, mayRead }: UploadsOptions, method: 'GET' | 'HEAD'): Route =>
  route({
    method,
    path: '/v1/blobs/:sha256',
    summary: method === 'GET' ? 'The bytes of a file, whole or by range' : 'The size of a file',
    access: 'signed-in',
    params: blobPathParams,
    answer: streamed(binary),
    limits,
    async handle({ params: { sha256 }, caller, headers }) {
      // Asked first and for everybody, so that nobody learns by the answer that a blob exists.
      const allowed = await mayRead(caller.account.id, sha256)
      const blob = await findBlob(database, sha256)
      if (!allowed || !blob) throw noSuchBlob()
      // A bench that fetches a file may name it in rows of its own.
      const { account, device } = caller
      if (method === 'GET' && device) await noteHolder(database, uploaderOf({ account, device }), sha256)
      const { place, bytes } = blob
      const common = {
        'content-type': binary,
        'accept-ranges': 'bytes',
        etag: `"${sha256}"`,
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
        'content-disposition': 'attachment',
      }
      const range = parseRange(headers.range, bytes)
      if (range === 'unsatisfiable')
        return new Reply(null, { status: 416, headers: { ...common, 'content-range': `bytes */${bytes}` } })
      const { start, end } = range ?? { start: 0, end: bytes - 1 }
      return new Reply(method === 'HEAD' ? null : store.read(place, { start, end }), {
        status: range ? 206 : 200,
        headers: {
          ...common,
          'content-length': String(end - start + 1),
          ...(range ? { 'content-range': `bytes ${start}-${end}/${bytes}` } : {}),
        },
      })
    },
  })
