import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'

export interface Reply {
  status: number
  headers?: OutgoingHttpHeaders
  body?: string | Uint8Array
}

/** Headers of every answer: what we send is what we say it is, for us alone. */
export const baseHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const

/** Answers in one piece; a HEAD gets the headers only. */
export const respond = (request: IncomingMessage, response: ServerResponse, reply: Reply): void => {
  const body = reply.body ?? ''
  response.writeHead(reply.status, {
    ...baseHeaders,
    ...(reply.status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
    ...reply.headers,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** A refusal in a sentence. */
export const refusal = (status: number, sentence: string, headers: OutgoingHttpHeaders = {}): Reply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body: `${sentence}\n`,
})

export const json = (value: unknown): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
})
