import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { createParser } from 'eventsource-parser'
import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import type { SyncTrouble } from '../../shared/contract/sync.ts'
import { type PresenceRequest, type PresenceTold, presenceTold } from '../../shared/sync/presence.ts'
import { pushAnswer, type Told, told, wireVersion } from '../../shared/sync/protocol.ts'
import type { Transport } from './exchange.ts'

const pack = promisify(gzip)

/** Below this many bytes packing is not worth its time. */
const packFrom = 1024
/** Milliseconds without a byte after which a line counts as cut. */
const silenceMs = 60_000
/** Milliseconds after which nobody waits any longer to hear who is there. */
const presenceWithinMs = 10_000

/** Characters of one event, far above what a service tells at once. */
const eventAtMost = 8_000_000

/** Why an exchange did not come about: what the status says, and a sentence with the next act. */
export class Unreached extends BenchError<SyncTrouble> {}

const certificate = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL)/

const codeOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}

/** What a failed connection means. */
export const troubleOf = (error: unknown): Unreached => {
  if (error instanceof Unreached) return error
  const code = codeOf(error)
  if (code === 'CERT_NOT_YET_VALID')
    return new Unreached(
      'wrong-clock',
      'The certificate of the service is valid only later. The clock of this machine is probably wrong; set it, and sync goes on.',
    )
  if (certificate.test(code))
    return new Unreached(
      'certificate',
      `The certificate of the service cannot be trusted (${code}). Nothing was sent. Ask whoever runs the service, or set NODE_EXTRA_CA_CERTS to your authority's certificate.`,
    )
  if (
    error instanceof z.ZodError ||
    error instanceof SyntaxError ||
    code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
  )
    return new Unreached(
      'server-trouble',
      'What the service answered cannot be read. Changes wait here; it is tried again.',
    )
  // The standard of fetch gives this one answer, 407, to nobody: Node's tells of it by an error that says nothing.
  if (code === '' && error instanceof Error && error.cause instanceof Error && error.cause.message === '')
    return new Unreached(
      'proxy-login',
      'A proxy on the way asks to be signed in to. Sign in there; sync goes on by itself.',
    )
  return new Unreached(
    'offline',
    'The service cannot be reached. Work goes on here; changes are sent when it can be.',
  )
}

const refusal = z.object({ error: z.object({ code: z.string(), message: z.string().max(2000) }) })

/** What an answer that is not the one asked for means. */
const refused = async (response: Response): Promise<Unreached> => {
  const { status } = response
  const type = response.headers.get('content-type') ?? ''
  if (!type.includes('json'))
    return new Unreached(
      'captive-portal',
      'Something else answers in place of the service: probably a network that wants you to sign in. Open a page in a browser; sync goes on by itself.',
    )
  const body = refusal.safeParse(await response.json().catch(() => undefined))
  const message = body.data?.error.message ?? `The service answered ${status}.`
  if (status === 401)
    return new Unreached(
      'signed-out',
      'The service does not know this bench any more. Sign in again with a new token; changes wait here.',
    )
  if (status === 403)
    return new Unreached(
      'not-allowed',
      'Your role at the service does not let you change anything. Changes wait here; ask whoever runs the service.',
    )
  if (status === 507 || body.data?.error.code === 'disk-full')
    return new Unreached('server-full', 'The service has no room left. Changes wait here until it has.')
  if (body.data?.error.code === 'bench-older')
    return new Unreached(
      'server-newer',
      'The service is newer than this bench and does not understand it any more. Update Casebench here; changes wait until then.',
    )
  if (status === 404 || body.data?.error.code === 'service-older')
    return new Unreached(
      'server-older',
      'The service is too old for this bench. Changes wait here until it is updated.',
    )
  return new Unreached('server-trouble', `${message} Changes wait here; it is tried again.`)
}

const accepted = ['application/json', 'application/x-ndjson', 'text/event-stream']

const mediaTypeOf = (response: Response): string =>
  (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim() ?? ''

export interface Endpoint {
  url: string
  /** The token of this bench. */
  token: string
}

const ask = async (
  { url, token }: Endpoint,
  path: string,
  { body, packs = false, signal }: { body?: string; packs?: boolean; signal: AbortSignal },
): Promise<Response> => {
  const packed = packs && body !== undefined && body.length >= packFrom
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      accept: accepted.join(', '),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(packed ? { 'content-encoding': 'gzip' } : {}),
    },
    ...(body === undefined ? {} : { body: packed ? await pack(body, { level: 4 }) : body }),
    // A redirect would take the token elsewhere.
    redirect: 'manual',
    signal,
  })
  if (!response.ok || !accepted.includes(mediaTypeOf(response))) throw await refused(response)
  return response
}

/** Ends a wait that hears nothing for long. */
const whileHeard = (signal: AbortSignal) => {
  const silent = new AbortController()
  let timer = setTimeout(() => silent.abort(), silenceMs)
  return {
    signal: AbortSignal.any([signal, silent.signal]),
    heard() {
      clearTimeout(timer)
      timer = setTimeout(() => silent.abort(), silenceMs)
    },
    end: () => clearTimeout(timer),
  }
}

async function* textsOf(response: Response, heard: () => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const bytes of response.body ?? []) {
    heard()
    yield decoder.decode(bytes, { stream: true })
  }
  yield decoder.decode()
}

/** The data of server-sent events of the kind that has no name; others are handed to `onOther`. */
async function* eventsIn(
  texts: AsyncIterable<string>,
  onOther: (event: string, data: string) => void,
): AsyncGenerator<string> {
  const events: string[] = []
  const parser = createParser({
    maxBufferSize: eventAtMost,
    onEvent: ({ event, data }) => {
      if (event === undefined) events.push(data)
      else onOther(event, data)
    },
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') throw error
    },
  })
  for await (const text of texts) {
    parser.feed(text)
    yield* events.splice(0)
  }
}

/** What a hint tells; null where it only says that there is something to pull. */
const toldIn = (data: string): Told | null => told.safeParse(JSON.parse(data)).data ?? null

/** Who is there, or nobody where it is told in a way that is not known here: hints are not to be lost for a courtesy. */
const presenceIn = (data: string): PresenceTold => {
  try {
    return presenceTold.parse(JSON.parse(data))
  } catch {
    return { cases: [] }
  }
}

interface HttpTransport extends Transport {
  /** One for each hint. Who else is there comes on the same line and is handed to `onPresence`. */
  hints(signal: AbortSignal): AsyncIterable<Told | null>
  presence(request: PresenceRequest, signal: AbortSignal): Promise<PresenceTold>
}

/** The service over HTTP. Whatever goes wrong on the way is thrown as `Unreached`. */
export const httpTransport = (
  endpoint: () => Promise<Endpoint>,
  { now, onPresence }: { now: () => number; onPresence: (told: PresenceTold) => void },
): HttpTransport => ({
  async push(message, signal) {
    const heard = whileHeard(signal)
    try {
      const body = JSON.stringify({ wire: wireVersion, now: now(), ...message })
      const response = await ask(await endpoint(), '/v1/sync/push', {
        body,
        packs: true,
        signal: heard.signal,
      })
      return pushAnswer.parse(await response.json())
    } catch (error) {
      throw signal.aborted ? error : troubleOf(error)
    } finally {
      heard.end()
    }
  },
  async *pull(request, signal) {
    const heard = whileHeard(signal)
    try {
      const body = JSON.stringify(request)
      const response = await ask(await endpoint(), '/v1/sync/pull', { body, signal: heard.signal })
      yield* textsOf(response, heard.heard)
    } catch (error) {
      throw signal.aborted ? error : troubleOf(error)
    } finally {
      heard.end()
    }
  },
  async *hints(signal) {
    const heard = whileHeard(signal)
    try {
      const response = await ask(await endpoint(), '/v1/sync/hints', { signal: heard.signal })
      const events = eventsIn(textsOf(response, heard.heard), (event, data) => {
        if (event === 'presence') onPresence(presenceIn(data))
      })
      for await (const data of events) yield toldIn(data)
    } catch (error) {
      throw signal.aborted ? error : troubleOf(error)
    } finally {
      heard.end()
    }
  },
  async presence(request, signal) {
    const soon = AbortSignal.any([signal, AbortSignal.timeout(presenceWithinMs)])
    try {
      const body = JSON.stringify(request)
      const response = await ask(await endpoint(), '/v1/presence', { body, signal: soon })
      return presenceTold.parse(await response.json())
    } catch (error) {
      throw signal.aborted ? error : troubleOf(error)
    }
  },
})
