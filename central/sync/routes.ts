import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip, gunzipSync, gzip } from 'node:zlib'
import { outdated, pullRequest, pushRequest } from '../../shared/sync/protocol.ts'
import type { Caller } from '../access/caller.ts'
import { organisation } from '../access/organisation.ts'
import { readableStreams } from '../access/streams.ts'
import type { Database } from '../database/sql.ts'
import { noteTold } from '../holdings/note.ts'
import { Refusal, refuse } from '../http/refusal.ts'
import { Reply, type Route, rawBody, route, streamed } from '../http/route.ts'
import type { Presence } from '../presence/presence.ts'
import { eventsOf } from './events.ts'
import { audienceOf, type Hints } from './hints.ts'
import { pull } from './pull.ts'
import { push } from './push.ts'
import { refBlock } from './refs.ts'

export interface SyncWorld {
  database: Database
  hints: Hints
  presence: Presence
  /** The service's clock, in milliseconds. */
  now(): number
}

/** Bytes of one push, as they are sent and unpacked: a record with everything that was ever said about it. */
const pushBytesAtMost = 64 * 1024 * 1024
/** Packed bytes that are unpacked at once. */
const smallBytes = 64 * 1024
/** Below this a bench's clock counts as right. */
const skewMs = 120_000
/** Below this many references a bench is given more. */
const fewRefs = 100
/** Answers below this many bytes are not worth packing. */
const packFrom = 1024

const unpack = promisify(gunzip)
const pack = promisify(gzip)

/** Small bodies are unpacked where they are: handing them to another thread takes longer. */
const unpacked = async (bytes: Buffer): Promise<Buffer> => {
  if (bytes.length <= smallBytes)
    try {
      return gunzipSync(bytes, { maxOutputLength: 16 * smallBytes })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error
    }
  return unpack(bytes, { maxOutputLength: pushBytesAtMost })
}

const readBody = async (body: Readable, encoding: string | undefined): Promise<unknown> => {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  try {
    const text = encoding === 'gzip' ? await unpacked(bytes) : bytes
    return JSON.parse(text.toString('utf8'))
  } catch {
    // What was wrong with hostile bytes helps nobody else.
    throw refuse('bad-input', 'The body is no JSON, or larger than a push may be.')
  }
}

const personOf = ({ account }: Caller): string => {
  if (account.personId === null) throw refuse('not-allowed', 'This account has no connected bench.')
  return account.personId
}

const needWire = (wire: number) => {
  const older = outdated(wire)
  if (older === 'service')
    throw new Refusal(
      426,
      'service-older',
      'This bench speaks a newer language than the service. Update the service.',
    )
  if (older === 'bench')
    throw new Refusal(
      426,
      'bench-older',
      'This service no longer understands the language of the bench. Update the bench.',
    )
}

/** What benches exchange with the service. */
export const syncRoutes = ({ database, hints, presence, now }: SyncWorld): Route[] => [
  route({
    method: 'POST',
    path: '/v1/sync/push',
    summary:
      'Send operations; each takes effect exactly once, in the order of its device (body: PushRequest, JSON, may be gzip)',
    access: { deviceOf: ['engineer', 'lead', 'expert', 'administrator'] },
    body: rawBody('application/json'),
    answer: streamed('application/json'),
    limits: { body: pushBytesAtMost, perMinute: 6000 },
    async handle({ body, caller, headers }) {
      const { data: request, error } = pushRequest.safeParse(
        await readBody(body, headers['content-encoding']),
      )
      if (error) throw refuse('bad-input', `The push cannot be read: ${error.issues[0]?.path.join('.')}.`)
      needWire(request.wire)
      const at = now()
      const skew = Math.abs(at - request.now) > skewMs ? at - request.now : 0
      const streams = new Set(await readableStreams(database, caller.account.id))
      const sender = { person: personOf(caller), deviceId: caller.device.id, streams, at, skew }
      const { answer, heads } = await push(database, { request, sender })
      hints.moved(heads.keys())
      const refs = (request.refs ?? fewRefs) < fewRefs ? { refs: await refBlock(database) } : {}
      return new Reply(JSON.stringify({ ...answer, ...refs }), {
        headers: { 'content-type': 'application/json' },
      })
    },
  }),
  route({
    method: 'POST',
    path: '/v1/sync/pull',
    summary: 'Fetch what is new in the streams that may be read, as lines of JSON',
    access: 'device',
    body: pullRequest,
    answer: streamed('application/x-ndjson'),
    limits: { perMinute: 6000 },
    async handle({ body, caller, headers }) {
      needWire(body.wire)
      let told: readonly string[] = []
      const lines = await pull(database, body, {
        deviceId: caller.device.id,
        person: caller.account.personId,
        streams: (transaction) => readableStreams(transaction, caller.account.id),
        organisation: async () => (await organisation(database)).name,
        onStreams: (streams) => {
          told = streams
        },
        at: now(),
      })
      await noteTold(database, caller.device.id, told)
      const text = lines.join('')
      const type = { 'content-type': 'application/x-ndjson' }
      if (text.length < packFrom || !String(headers['accept-encoding']).includes('gzip'))
        return new Reply(text, { headers: type })
      return new Reply(await pack(text, { level: 4 }), { headers: { ...type, 'content-encoding': 'gzip' } })
    },
  }),
  route({
    method: 'GET',
    path: '/v1/sync/hints',
    summary:
      'Server-sent events: what streams get, one whenever there may be something to pull, and `presence` for who else is there',
    access: 'device',
    answer: streamed('text/event-stream'),
    async handle({ caller, gone, ending }) {
      const listener = { accountId: caller.account.id, deviceId: caller.device.id }
      const events = eventsOf({
        hints,
        audience: () => audienceOf(database, listener),
        others: {
          seen: () => presence.seenBy(listener.deviceId),
          subscribe: (onChange) => presence.subscribe(listener.deviceId, onChange),
        },
        signal: AbortSignal.any([gone, ending]),
      })
      return new Reply(events, {
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      })
    },
  }),
]
