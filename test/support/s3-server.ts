import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Bytes that S3 wants of every part but the last. */
const leastPart = 5 * 1024 * 1024

export interface S3Keys {
  accessKeyId: string
  secretAccessKey: string
  region: string
}

export interface S3Server {
  url: string
  bucket: string
  /** Keys of what is stored, and of uploads that have not ended. */
  keys(): string[]
  uploads(): string[]
  /** The next so many requests are answered with 503 SlowDown. */
  slowDown(requests: number): void
  close(): Promise<void>
}

interface Upload {
  key: string
  parts: Map<number, { bytes: Buffer; etag: string }>
}

class Refused extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string) {
    super(code)
    this.status = status
    this.code = code
  }
}

const hex = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/**
 * Checks a request as S3 does (Signature Version 4, single chunk):
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
const checkSignature = (request: IncomingMessage, url: URL, body: Buffer, keys: S3Keys) => {
  const {
    authorization = '',
    'x-amz-date': date = '',
    'x-amz-content-sha256': payload = '',
  } = request.headers
  const found = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
    authorization,
  )
  if (!found) throw new Refused(403, 'AccessDenied')
  const [, credential = '', signed = '', signature] = found
  const scope = `${String(date).slice(0, 8)}/${keys.region}/s3/aws4_request`
  if (credential !== `${keys.accessKeyId}/${scope}`) throw new Refused(403, 'InvalidAccessKeyId')
  const names = signed.split(';')
  const needed = ['host', ...Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))]
  if (needed.some((name) => !names.includes(name))) throw new Refused(403, 'AccessDenied')
  const time = Date.parse(
    String(date).replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  )
  if (!(Math.abs(Date.now() - time) < 15 * 60_000)) throw new Refused(403, 'RequestTimeTooSkewed')
  if (payload !== hex(body)) throw new Refused(400, 'XAmzContentSHA256Mismatch')
  const canonical = [
    request.method,
    url.pathname
      .split('/')
      .map((part) => encoded(decodeURIComponent(part)))
      .join('/'),
    [...url.searchParams]
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .sort()
      .join('&'),
    ...names.map((name) => `${name}:${String(request.headers[name]).trim().replace(/\s+/g, ' ')}`),
    '',
    signed,
    payload,
  ].join('\n')
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${keys.secretAccessKey}`)
  const expected = hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hex(canonical)}`).toString('hex')
  if (signature !== expected) throw new Refused(403, 'SignatureDoesNotMatch')
}

const read = async (request: IncomingMessage): Promise<Buffer> => Buffer.concat(await request.toArray())

/** The acts on objects, by the rules that S3 documents for multipart uploads and ranges. */
const acts = (objects: Map<string, Buffer>, uploads: Map<string, Upload>) => {
  const uploadOf = (url: URL, key: string): Upload => {
    const upload = uploads.get(url.searchParams.get('uploadId') ?? '')
    if (upload?.key !== key) throw new Refused(404, 'NoSuchUpload')
    return upload
  }
  const complete = (url: URL, key: string, body: Buffer): string => {
    const { parts } = uploadOf(url, key)
    const wanted = [
      ...body
        .toString()
        .matchAll(
          /<Part><PartNumber>(\d+)<\/PartNumber><ETag>(?:&quot;|")?([0-9a-f]+)(?:&quot;|")?<\/ETag><\/Part>/g,
        ),
    ].map(([, number, etag]) => ({ number: Number(number), etag }))
    if (wanted.length === 0) throw new Refused(400, 'MalformedXML')
    const found = wanted.map(({ number, etag }, at) => {
      if (at > 0 && number <= (wanted[at - 1]?.number ?? 0)) throw new Refused(400, 'InvalidPartOrder')
      const part = parts.get(number)
      if (!part || part.etag !== etag) throw new Refused(400, 'InvalidPart')
      if (at < wanted.length - 1 && part.bytes.length < leastPart) throw new Refused(400, 'EntityTooSmall')
      return part.bytes
    })
    objects.set(key, Buffer.concat(found))
    uploads.delete(url.searchParams.get('uploadId') ?? '')
    return `<CompleteMultipartUploadResult><Key>${key}</Key></CompleteMultipartUploadResult>`
  }
  const get = (request: IncomingMessage, response: ServerResponse, key: string) => {
    const object = objects.get(key)
    if (!object) throw new Refused(404, 'NoSuchKey')
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
    const start = Number(range?.[1] ?? 0)
    const end = Math.min(Number(range?.[2] || object.length), object.length - 1)
    if (range && start >= object.length) throw new Refused(416, 'InvalidRange')
    const bytes = object.subarray(start, end + 1)
    response.statusCode = range ? 206 : 200
    response.setHeader('content-length', bytes.length)
    if (range) response.setHeader('content-range', `bytes ${start}-${end}/${object.length}`)
    response.end(request.method === 'HEAD' ? undefined : bytes)
  }
  return async (request: IncomingMessage, response: ServerResponse, { url, key, body }: Asked) => {
    const { searchParams: query } = url
    switch (
      `${request.method}${query.has('uploads') ? ' uploads' : query.has('uploadId') ? ' upload' : ''}`
    ) {
      case 'POST uploads': {
        // Such ids hold characters that have to be encoded in an address.
        const id = `${randomBytes(12).toString('base64')}+/=`
        uploads.set(id, { key, parts: new Map() })
        return response.end(
          `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
        )
      }
      case 'PUT upload': {
        const number = Number(query.get('partNumber'))
        if (!(number >= 1 && number <= 10_000)) throw new Refused(400, 'InvalidArgument')
        const etag = createHash('md5').update(body).digest('hex')
        uploadOf(url, key).parts.set(number, { bytes: body, etag })
        return response.setHeader('etag', `"${etag}"`).end()
      }
      case 'POST upload':
        return response.end(complete(url, key, body))
      case 'DELETE upload':
        uploadOf(url, key)
        uploads.delete(query.get('uploadId') ?? '')
        return response.writeHead(204).end()
      case 'DELETE':
        objects.delete(key)
        return response.writeHead(204).end()
      case 'GET':
      case 'HEAD':
        return get(request, response, key)
      default:
        throw new Refused(405, 'MethodNotAllowed')
    }
  }
}

interface Asked {
  url: URL
  key: string
  body: Buffer
}

/** A server over HTTP that keeps S3's rules for what the service uses of it, in memory. It is not S3. */
export const s3Server = async (keys: S3Keys): Promise<S3Server> => {
  const bucket = 'evidence'
  const objects = new Map<string, Buffer>()
  const uploads = new Map<string, Upload>()
  const act = acts(objects, uploads)
  let slow = 0
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://s3')
    const body = await read(request)
    try {
      checkSignature(request, url, body, keys)
      if (slow > 0) {
        slow -= 1
        throw new Refused(503, 'SlowDown')
      }
      const [, name, ...key] = url.pathname.split('/').map(decodeURIComponent)
      if (name !== bucket) throw new Refused(404, 'NoSuchBucket')
      await act(request, response, { url, body, key: key.join('/') })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      response.statusCode = error.status
      response.end(request.method === 'HEAD' ? undefined : `<Error><Code>${error.code}</Code></Error>`)
    }
  }
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket,
    keys: () => [...objects.keys()],
    uploads: () => [...uploads.values()].map(({ key }) => key),
    slowDown(requests) {
      slow = requests
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
