import { gzipSync } from 'node:zlib'
import { v7 } from 'uuid'
import { commandLine } from '../../../central/access/act.ts'
import { grantCustomer } from '../../../central/access/restriction.ts'
import { addTeam } from '../../../central/access/teams.ts'
import type { Draft } from '../../../shared/sync/operations.ts'
import { aCase, addNote, aNote, createCase } from '../../support/writers.ts'
import type { BenchInput, Measure } from '../report.ts'
import type { BenchCentral } from './central.ts'
import { sentence } from './fill.ts'

const streams = 50
const batch = 100
const devices = 8

interface Device {
  token: string
  personId: string
}

/** One bench's side of a push over HTTP, numbered as a bench does it. */
const pusher = (url: string, { token }: Device) => {
  let dseq = 0
  return async (drafts: readonly Draft[]): Promise<number> => {
    const operations = drafts.map((draft) => ({
      id: v7(),
      dseq: ++dseq,
      v: 1,
      base: {},
      at: Date.now(),
      ...draft,
    }))
    const body = gzipSync(JSON.stringify({ wire: 1, now: Date.now(), operations }))
    const response = await fetch(`${url}/v1/sync/push`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body,
    })
    const { results } = (await response.json()) as { results: { outcome: string }[] }
    if (results.some(({ outcome }) => outcome !== 'applied')) throw new Error('A push was not applied')
    return body.length
  }
}

/** As bytes of a note: a paragraph of about 300. */
const note = (n: number) => `${sentence(n, 45)} ${n}`.slice(0, 300)

/** The same rows, put into the same tables by the same database over as many connections, and nothing else. */
const bareInserts = async ({ world: { database } }: BenchCentral, total: number): Promise<number> => {
  for (const table of ['rows', 'log', 'operations'])
    await database.query(`create table bare_${table} (like ${table} including indexes including defaults)`)
  const began = performance.now()
  await Promise.all(
    Array.from({ length: devices }, async (_, device) => {
      for (let done = device * batch; done < total; done += devices * batch)
        await database.transaction(async (transaction) => {
          const numbers = Array.from({ length: batch }, (_, n) => done + n)
          const ids = numbers.map(() => v7())
          const bodies = numbers.map((n) => JSON.stringify(aNote(v7(), note(n), v7())))
          const stream = `bare-${device}`
          await transaction.query(
            `insert into bare_rows (kind, id, stream, seq, ver, tag, writers, body, case_id)
             select 'event', id, $1, seq, 1, id, '{}', body, id from unnest($2::uuid[], $3::bigint[], $4::text[]) as n (id, seq, body)`,
            [stream, ids, numbers, bodies],
            { prepared: 'bare-rows' },
          )
          await transaction.query(
            `insert into bare_log (stream, seq, kind, id, tag)
             select $1, seq, 'event', id, id from unnest($2::uuid[], $3::bigint[]) as n (id, seq)`,
            [stream, ids, numbers],
            { prepared: 'bare-log' },
          )
          await transaction.query(
            `insert into bare_operations (id, device_id, dseq, digest, outcome, body)
             select id, $4, seq, '\\x00', 'applied', body from unnest($1::uuid[], $2::bigint[], $3::text[]) as n (id, seq, body)`,
            [ids, numbers, bodies, v7()],
            { prepared: 'bare-operations' },
          )
        })
    }),
  )
  return (performance.now() - began) / 1000
}

/** Operations made durable by the service in a second, and the bytes they cost on the wire. */
export const durablePush = async (central: BenchCentral, { say }: BenchInput): Promise<Measure[]> => {
  const total = 40_000
  const team = await addTeam(central.world, commandLine, { name: 'Push' })
  const customers = Array.from({ length: streams }, () => v7())
  for (const customerId of customers)
    await grantCustomer(central.world, commandLine, { team: team.id, customerId })
  const all = await Promise.all(
    Array.from({ length: devices }, (_, n) => central.addDevice(`pusher ${n}`, 'Push')),
  )
  const cases = customers.map((customerId, n) => aCase({ customerId, ref: `CB-${900_000 + n}` }))
  const push = all.map((device) => pusher(central.url, device))
  await push[0]?.(cases.map(createCase))
  const began = performance.now()
  let bytes = 0
  let payload = 0
  await Promise.all(
    push.map(async (send, index) => {
      for (let done = index * batch; done < total; done += devices * batch) {
        const target = cases[(done / batch) % streams]
        const texts = Array.from({ length: batch }, (_, n) => note(done + n))
        const drafts = texts.map((text) => addNote(aNote(target?.id ?? '', text, all[index]?.personId ?? '')))
        bytes += await send(drafts)
        payload += gzipSync(texts.join('\n')).length
      }
    }),
  )
  const ours = total / ((performance.now() - began) / 1000)
  const floor = total / (await bareInserts(central, total))
  say(`push: ${ours.toFixed(0)} operations a second`)
  const perOperation = bytes / total
  return [
    {
      name: `durable push, batch ${batch}, ${streams} streams`,
      value: ours,
      unit: 'operations/s',
      floor,
      ratio: ours / floor,
      bar: '≥ 0.5 × bare PostgreSQL inserts of the same rows',
      met: ours >= 0.5 * floor,
    },
    {
      name: 'bytes per operation (300-byte note, batch 100, compressed)',
      value: perOperation,
      unit: 'B',
      floor: payload / total,
      ratio: bytes / payload,
      bar: '≤ 1.5 × the compressed payload',
      met: bytes <= 1.5 * payload,
    },
  ]
}
