import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a browser came back with. It waits for `say` to show how it ended. */
export interface Answered {
  code: string
  say(title: string, text: string): void
}

export interface Loopback {
  /** Where the browser has to come back to. */
  readonly address: string
  /** The first right answer. Rejects with the signal's reason. */
  answer(signal: AbortSignal): Promise<Answered>
  close(): Promise<void>
}

const host = '127.0.0.1'
/** Milliseconds for a browser to take its last page. */
const lastPageMs = 2_000
const codeShape = /^[\w-]{20,200}$/

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`)

const page = (response: ServerResponse, status: number, [title, text]: readonly [string, string]): void =>
  void response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      connection: 'close',
    })
    .end(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1.5rem}</style></head><body><main><h1>${escaped(title)}</h1><p>${escaped(text)}</p></main></body></html>\n`,
    )

const same = (one: string, two: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(two)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const refusals = {
  host: [421, ['Not here', 'This address belongs to Casebench on this computer only.']],
  method: [405, ['Not so', 'This address is for the page that you signed in with.']],
  path: [404, ['Nothing here', 'Begin again in Casebench.']],
  state: [403, ['Not connected', 'This is not the answer that Casebench waits for. Begin again there.']],
  twice: [409, ['Answered already', 'This sign-in was answered before. Look at Casebench.']],
} as const satisfies Record<string, readonly [number, readonly [string, string]]>

/**
 * Listens for a browser of this machine that comes back from signing in (RFC 8252, section 7.3): on 127.0.0.1, on a free
 * port, below a random path. Only an answer with `state` counts, and only the first. Any program of the machine and any
 * page may ask here, so nothing else they send is believed or answered with more than a sentence.
 */
export const openLoopback = async (state: string): Promise<Loopback> => {
  const path = `/${randomBytes(16).toString('base64url')}`
  const { promise, resolve } = Promise.withResolvers<Answered>()
  let answered = false
  let authority = ''
  const why = ({ headers, method, url = '' }: IncomingMessage): keyof typeof refusals | URL => {
    // A name that somebody lets point here would make this a page of theirs.
    if (headers.host !== authority) return 'host'
    if (method !== 'GET') return 'method'
    const asked = URL.parse(url, `http://${authority}`)
    if (asked?.pathname !== path) return 'path'
    if (!same(asked.searchParams.get('state') ?? '', state)) return 'state'
    if (!codeShape.test(asked.searchParams.get('code') ?? '')) return 'state'
    return answered ? 'twice' : asked
  }
  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 10_000 }, (request, response) => {
    const found = why(request)
    if (typeof found === 'string') {
      const [status, words] = refusals[found]
      return page(response, status, words)
    }
    answered = true
    resolve({
      code: found.searchParams.get('code') ?? '',
      say: (title, text) => page(response, 200, [title, text]),
    })
  })
  server.maxConnections = 16
  server.listen(0, host)
  await once(server, 'listening')
  authority = `${host}:${(server.address() as AddressInfo).port}`
  return {
    address: `http://${authority}${path}`,
    answer: (signal) =>
      new Promise<Answered>((done, fail) => {
        const stop = () => fail(signal.reason)
        if (signal.aborted) return stop()
        signal.addEventListener('abort', stop, { once: true })
        void promise.then((found) => {
          signal.removeEventListener('abort', stop)
          done(found)
        })
      }),
    async close() {
      const closed = once(server, 'close')
      const impatient = setTimeout(() => server.closeAllConnections(), lastPageMs)
      server.close()
      server.closeIdleConnections()
      await closed
      clearTimeout(impatient)
    },
  }
}
