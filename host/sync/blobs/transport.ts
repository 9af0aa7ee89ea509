import { once } from 'node:events'
import {
  type ClientRequest,
  type IncomingMessage,
  Agent as PlainAgent,
  request as plainRequest,
} from 'node:http'
import { request as secureRequest, Agent as TlsAgent } from 'node:https'

export interface TransferRequest {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST'
  /** From the root of the service: `/v1/blobs/…`. */
  path: string
  headers?: Readonly<Record<string, string>>
  /** Bytes to send, in pieces; `content-length` has to be among the headers. */
  body?: AsyncIterable<Uint8Array>
  signal: AbortSignal
}

export interface TransferAnswer {
  status: number
  /** A header's value; names are in lower case. */
  header(name: string): string | null
  body: AsyncIterable<Uint8Array>
}

/** Sends one request to the central service as this device. Rejects where no answer came. */
export type Transport = (request: TransferRequest) => Promise<TransferAnswer>

/** Connections at a time: parts and questions beside them. */
const socketsAtMost = 6

/** Milliseconds without a byte in either direction after which a connection is given up. */
const silence = 90_000

/**
 * A transport over Node's own HTTP client, which holds back a body that the network does not take. The endpoint is asked
 * for before each request, so that a renewed token holds at once. Redirects are not followed: they would take the token
 * elsewhere.
 */
export const blobTransport = (
  endpoint: () => Promise<{ url: string; token: string }>,
): { transport: Transport; close(): void } => {
  // An agent of our own does not read the surroundings by itself, as Node's other requests do.
  const proxy = process.env.NODE_USE_ENV_PROXY === '1' ? { proxyEnv: process.env } : {}
  const options = { keepAlive: true, maxSockets: socketsAtMost, ...proxy }
  const plain = new PlainAgent(options)
  const tls = new TlsAgent(options)
  const transport: Transport = async ({ method, path, headers = {}, body, signal }) => {
    const { url, token } = await endpoint()
    const address = new URL(`${url}${path}`)
    const sent = { method, signal, headers: { ...headers, authorization: `Bearer ${token}` } }
    const request =
      address.protocol === 'https:'
        ? secureRequest(address, { ...sent, agent: tls })
        : plainRequest(address, { ...sent, agent: plain })
    request.setTimeout(silence, () => request.destroy(new Error('The central service fell silent.')))
    const answered = answerOf(request)
    const sending = body ? sendBody(request, body) : void request.end()
    // A service that refuses need not take the whole body; what it says counts, and not how sending ended.
    const failed = Promise.resolve(sending).then(() => answered)
    const answer = await Promise.race([answered, failed])
    return {
      status: answer.statusCode ?? 0,
      header: (name) => [answer.headers[name] ?? []].flat()[0] ?? null,
      body: answer,
    }
  }
  return {
    transport,
    close() {
      plain.destroy()
      tls.destroy()
    },
  }
}

const answerOf = (request: ClientRequest): Promise<IncomingMessage> => {
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve)
    request.on('error', reject)
  })
  // It is awaited once the body is on its way; until then a failure must not go unhandled.
  answered.catch(() => undefined)
  return answered
}

const sendBody = async (request: ClientRequest, body: AsyncIterable<Uint8Array>): Promise<void> => {
  const over = new AbortController()
  request.once('response', () => over.abort())
  request.once('close', () => over.abort())
  try {
    for await (const piece of body) {
      if (over.signal.aborted) return
      if (!request.write(piece)) await once(request, 'drain', { signal: over.signal })
    }
  } catch (error) {
    // The answer came first, or the connection broke: both are told by the answer.
    if (over.signal.aborted) return
    request.destroy()
    throw error
  }
  request.end()
}
