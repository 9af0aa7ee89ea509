import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { placeOfCursor, tagWithin } from '../../shared/sync/cursor-tag.ts'
import type { PullLine, PullRequest, pullRequest } from '../../shared/sync/protocol.ts'
import type { Database, Transaction } from '../database/sql.ts'

/** Who pulls. */
export interface Puller {
  deviceId: string
  /** The person whose own cases come first when everything is still to come. */
  person: string | null
  /** Streams that may be read, in id order. */
  streams(transaction: Transaction): Promise<string[]>
  organisation(): Promise<string>
  /** Called with the streams that are its own, where it did not know them. */
  onStreams?(streams: readonly string[]): void
  /** The service's clock, in milliseconds. */
  at: number
}

/** Bytes of bodies in one answer; the last one may be larger. */
const answerBytes = 16 * 1024 * 1024
/** Rows and bytes between two marks: what a bench applies in one go. */
const rowsPerMark = 500
const bytesPerMark = 1024 * 1024

interface Place {
  kind: string
  id: string
  ver: number
  seq: number
  tag: string
  /** Null where it is gone. */
  body: string | null
  /** Whether it went to another stream. */
  moved?: boolean
  /** Whether it was erased on request. */
  erased?: boolean
  /** Bytes of the bodies up to this one. */
  bytes?: number
}

const digestOf = (streams: readonly string[]): string =>
  createHash('sha256').update(streams.join('\n')).digest('base64url').slice(0, 22)

/** A line of an answer. */
export const line = (value: PullLine): string => `${JSON.stringify(value)}\n`

/** A row's line; its body is JSON already. */
export const rowLine = ({ kind, id, ver, seq, body, moved, erased }: Place): string => {
  const head = `{"k":"${kind}","i":"${id}","v":${ver},"q":${seq}${erased ? ',"e":1' : ''}`
  if (moved) return `${head},"moved":1}\n`
  return body === null ? `${head}}\n` : `${head},"b":${body}}\n`
}

/** What stands after a place and what moved away after it, in one order, as far as the bytes of an answer go. */
const places = `
select * from (
select *, sum(coalesce(octet_length(body), 0)) over (order by seq) as bytes from (
  (select kind, id, ver, seq, tag, body, false as moved, writers ? '*' as erased from rows where stream = $1 and seq > $2 order by seq limit $3)
  union all
  (select kind, id, moved_ver, seq, tag, null, true, false from log
   where stream = $1 and seq > $2 and moved_ver is not null order by seq limit $3)
) as both_of order by seq limit $3
) as summed where bytes - coalesce(octet_length(body), 0) < $4 order by seq`

/** Cases, and rows of them, that a new bench gets before all others. */
const ownCasesAtMost = 200
const ownRowsAtMost = 5_000

const ownRows = `
with own as (
  select id from rows where owner_id = $1 and stream = any($2::text[]) order by seq desc limit ${ownCasesAtMost}
)
select r.kind, r.id, r.ver, r.seq, r.tag, r.body, r.stream from rows r
where (r.kind = 'case' and r.id in (select id from own)) or r.case_id in (select id from own)
order by r.kind != 'case', r.seq desc limit ${ownRowsAtMost}`

/** The newest cases of a bench's own person. Told without a mark: the streams tell them again, and nothing is missed. */
const tellOwn = async (
  transaction: Transaction,
  { streams, person, answer }: { streams: readonly string[]; person: string | null; answer: string[] },
): Promise<void> => {
  if (person === null) return
  const rows = await transaction.query<Place & { stream: string }>(ownRows, [person, streams])
  const bodies = rows.filter(({ stream, body }) => body && streams.includes(stream))
  for (const { stream, ...place } of bodies) answer.push(line({ stream }), rowLine(place))
}

/** What an answer may still hold. */
interface Room {
  rows: number
  bytes: number
}

interface Part {
  stream: string
  from: number
  head: number
}

/** What stands in a stream after a place, up to where that is all of it, and the tag at that end. */
export const readPart = async (
  transaction: Transaction,
  { stream, from, head }: Part,
  room: Room,
): Promise<{ places: Place[]; upTo: number; tag: string; bytes: number }> => {
  const rows = await transaction.query<Place>(places, [stream, from, room.rows, room.bytes], {
    prepared: 'pull-places',
  })
  // What was written last at the head stands there or moved away from there.
  const last = rows.at(-1)
  const bytes = Number(last?.bytes ?? 0)
  const cut = rows.length >= room.rows || bytes >= room.bytes
  const upTo = cut ? (last?.seq ?? head) : head
  return { places: rows, upTo, tag: last?.tag ?? '', bytes }
}

interface Service {
  epoch: string
  last: number
  heads: Record<string, number> | null
  /** Cursors that stand where this service has the same tag. */
  same: number
}

/** All that decides whether there is anything to tell, in one question. */
const question = `
select s.epoch, d.last_dseq as last,
  (select jsonb_object_agg(id, head) from streams where id = any($2::text[])) as heads,
  (select count(*) from unnest($3::text[], $4::bigint[], $5::uuid[]) as c (stream, seq, tag)
   join log l on l.stream = c.stream and l.seq = c.seq and l.tag = c.tag) as same
from sync_service s, devices d where d.id = $1`

const serviceOf = async (
  transaction: Transaction,
  {
    deviceId,
    streams,
    cursors,
  }: { deviceId: string; streams: readonly string[]; cursors: PullRequest['cursors'] },
): Promise<Service> => {
  const [row] = await transaction.query<Service>(
    question,
    [
      deviceId,
      streams,
      cursors.map(({ stream }) => stream),
      cursors.map((cursor) => placeOfCursor(cursor).seq),
      cursors.map((cursor) => placeOfCursor(cursor).tag),
    ],
    { prepared: 'pull-service' },
  )
  if (!row) throw new Error('The device is gone')
  return row
}

const outcomesOf = (transaction: Transaction, deviceId: string, after: number) =>
  transaction.query<NonNullable<Extract<PullLine, { more: boolean }>['outcomes']>[number]>(
    `select id, dseq, outcome, reason from operations
     where device_id = $1 and dseq > $2 and outcome != 'applied'
     union all select o.id, r.dseq, o.outcome, o.reason from repeated_operations r join operations o on o.id = r.operation_id
     where r.device_id = $1 and r.dseq > $2 and o.outcome != 'applied' order by dseq`,
    [deviceId, after],
    { prepared: 'pull-outcomes' },
  )

/**
 * What a bench does not have yet, as lines: all of it is read in one snapshot. A bench whose cursors are of another past,
 * since this service was restored from a backup, is told only that.
 */
export const pull = (
  database: Database,
  request: z.output<typeof pullRequest>,
  puller: Puller,
): Promise<string[]> =>
  database.transaction(
    async (transaction) => {
      const streams = await puller.streams(transaction)
      // Also those of streams that may no longer be read: rows may have come elsewhere from there.
      const cursors = request.cursors.filter(({ seq }) => seq > 0)
      const service = await serviceOf(transaction, { deviceId: puller.deviceId, streams, cursors })
      const hello = { epoch: service.epoch, at: puller.at }
      // What a bench saw last stands at its cursors, or else this service has another past.
      const ours = request.epoch === null || request.epoch === service.epoch
      if (!ours || request.acked > service.last || service.same < cursors.length)
        return [line({ ...hello, restored: true }), line({ more: false })]
      const grants = digestOf(streams)
      const seen = new Map(cursors.map(({ stream, seq }) => [stream, seq]))
      const parts = streams.flatMap((stream): Part[] => {
        const [from, head] = [seen.get(stream) ?? 0, service.heads?.[stream] ?? 0]
        return head > from ? [{ stream, from, head }] : []
      })
      const told =
        grants === request.grants ? {} : { grants, streams, organisation: await puller.organisation() }
      if (grants !== request.grants) puller.onStreams?.(streams)
      const ahead = parts.reduce((sum, { from, head }) => sum + head - from, 0)
      const answer = [line({ ...hello, ...told, ...(ahead > 0 ? { rows: ahead } : {}) })]
      if (request.epoch === null) await tellOwn(transaction, { streams, person: puller.person, answer })
      const more = await tellParts(transaction, { parts, limit: request.limit, answer })
      const ended = !more && service.last > request.acked
      const outcomes = ended ? await outcomesOf(transaction, puller.deviceId, request.acked) : []
      const results = outcomes.map(({ reason, ...one }) => (reason ? { ...one, reason } : one))
      answer.push(
        line(
          more
            ? { more }
            : { more, acked: service.last, ...(results.length > 0 ? { outcomes: results } : {}) },
        ),
      )
      return answer
    },
    { isolation: 'repeatable read', readOnly: true },
  )

/** The tag of marks before the head of a stream. */
const tagBefore = async (transaction: Transaction, { stream, head }: Part): Promise<string> => {
  const [last] = await transaction.query<{ tag: string }>(
    'select tag from log where stream = $1 and seq = $2',
    [stream, head],
  )
  return tagWithin({ seq: head, tag: last?.tag ?? '' })
}

/** Writes the lines of each stream until the limit is reached; answers whether anything is left. */
const tellParts = async (
  transaction: Transaction,
  { parts, limit, answer }: { parts: readonly Part[]; limit: number; answer: string[] },
): Promise<boolean> => {
  const room: Room = { rows: limit, bytes: answerBytes }
  for (const part of parts) {
    if (room.rows <= 0 || room.bytes <= 0) return true
    const { places, upTo, tag, bytes } = await readPart(transaction, part, room)
    const named = line({ stream: part.stream })
    answer.push(named)
    let within: string | undefined
    let [rowsSince, bytesSince] = [0, 0]
    for (const [index, place] of places.entries()) {
      const told = rowLine(place)
      answer.push(told)
      rowsSince += 1
      bytesSince += told.length
      const full = rowsSince >= rowsPerMark || bytesSince >= bytesPerMark
      if (!full || index + 1 === places.length) continue
      within ??= await tagBefore(transaction, part)
      answer.push(line({ mark: part.stream, seq: place.seq, tag: within }), named)
      rowsSince = bytesSince = 0
    }
    if (upTo < part.head) within ??= await tagBefore(transaction, part)
    answer.push(line({ mark: part.stream, seq: upTo, tag: upTo < part.head ? (within ?? tag) : tag }))
    room.rows -= places.length
    room.bytes -= bytes
    if (upTo < part.head) return true
  }
  return false
}
