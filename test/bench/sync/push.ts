import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { v7 } from 'uuid'
import { repositoryRoot } from '../../../build/repository.ts'
import { commandLine } from '../../../central/access/act.ts'
import { grantCustomer } from '../../../central/access/restriction.ts'
import { addTeam } from '../../../central/access/teams.ts'
import type { Draft } from '../../../shared/sync/operations.ts'
import { aCase, addNote, aNote, createCase } from '../../support/writers.ts'
import type { BenchInput, Measure } from '../report.ts'
import type { BenchCentral } from './central.ts'
import { pouchPush } from './rival.ts'

const streams = 50
const batch = 100
const devices = 8

interface Device {
  token: string
  personId: string
}

const numbered = (draft: Draft, dseq: number) => ({
  id: v7(),
  dseq,
  v: 1,
  base: {},
  at: Date.now(),
  ...draft,
})

/** One bench's side of a push over HTTP, numbered as a bench does it. */
const pusher = (url: string, { token }: Device) => {
  let dseq = 0
  return async (drafts: readonly Draft[]): Promise<number> => {
    const operations = drafts.map((draft) => numbered(draft, ++dseq))
    const body = gzipSync(JSON.stringify({ wire: 1, now: Date.now(), operations }), { level: 4 })
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

const noteBytes = 300

/** People's prose in notes: what this project says of itself, a piece for each number. */
const readNotes = (): ((n: number) => string) => {
  const folder = join(repositoryRoot, 'docs')
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  )
  const text = pages.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
  return (n) => {
    const from = (n * noteBytes) % (text.length - noteBytes)
    return text.slice(from, from + noteBytes)
  }
}

/** The same rows, put into the same tables by the same database over as many connections, and nothing else. */
const bareInserts = async (
  { world: { database } }: BenchCentral,
  { total, note }: { total: number; note: (n: number) => string },
): Promise<number> => {
  for (const table of ['rows', 'log', 'operations'])
    await database.query(`create table bare_${table} (like ${table} including indexes including defaults)`)
  const began = performance.now()
  await Promise.all(
    Array.from({ length: devices }, async (_, device) => {
      for (let done = device * batch; done < total; done += devices * batch)
        await database.transaction(async (transaction) => {
          const numbers = Array.from({ length: batch }, (_, n) => done + n)
          const ids = numbers.map(() => v7())
          const drafts = numbers.map((n) => addNote(aNote(v7(), note(n), v7())))
          const bodies = drafts.map(({ payload }) => JSON.stringify(payload))
          const operations = drafts.map((draft, n) => JSON.stringify(numbered(draft, n)))
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
            [ids, numbers, operations, v7()],
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
  const note = readNotes()
  const textsOf = (done: number) => Array.from({ length: batch }, (_, n) => note(done + n))
  let bytes = 0
  const began = performance.now()
  await Promise.all(
    push.map(async (send, index) => {
      for (let done = index * batch; done < total; done += devices * batch) {
        const target = cases[(done / batch) % streams]
        const drafts = textsOf(done).map((text) =>
          addNote(aNote(target?.id ?? '', text, all[index]?.personId ?? '')),
        )
        const sent = await send(drafts)
        bytes += sent
      }
    }),
  )
  const ours = total / ((performance.now() - began) / 1000)
  const floor = total / (await bareInserts(central, { total, note }))
  say(`push: ${ours.toFixed(0)} operations a second; PouchDB comes now`)
  const rival = await pouchPush({ streams, devices, batch, total: total / 4, note })
  let payload = 0
  for (let done = 0; done < total; done += batch) payload += gzipSync(textsOf(done).join('\n')).length
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
      name: `the same against PouchDB and express-pouchdb, ${total / 4} notes`,
      value: ours,
      unit: 'operations/s',
      floor: rival,
      ratio: ours / rival,
      bar: '≥ 10 × PouchDB',
      met: ours >= 10 * rival,
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
