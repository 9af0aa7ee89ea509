import { v7 } from 'uuid'
import { expect, it } from 'vitest'
import type { Database } from '../../central/database/sql.ts'
import { composeAccess } from '../../central/entry/compose.ts'
import { pull } from '../../central/sync/pull.ts'
import { type PullLine, pullAtMost, pullLine } from '../../shared/sync/protocol.ts'
import { testPostgres } from '../support/central.ts'
import {
  aCase,
  addNote,
  aNote,
  createCase,
  openWriter,
  teamWithCustomers,
  type Writer,
} from '../support/writers.ts'

const postgres = testPostgres()

/** The whole measure is 64 writers, 100 streams and 100,000 operations; what runs every time is a part of it. */
const whole = process.env.CASEBENCH_FULL === '1'
const [writers, streams, operations] = whole ? [64, 100, 100_000] : [16, 25, 4_000]
const batch = 20

/** Follows every stream as a bench does, and notes each row where it came. */
const openReader = (database: Database, { sender, accountId }: Writer) => {
  const seqs = new Map<string, { seq: number; tag: string }>()
  const seen: string[] = []
  const look = async () => {
    const lines = await pull(
      database,
      {
        wire: 1,
        epoch: null,
        grants: null,
        acked: 0,
        limit: pullAtMost,
        cursors: [...seqs].map(([stream, { seq, tag }]) => ({ stream, seq, tag })),
      },
      {
        deviceId: sender.deviceId,
        person: null,
        organisation: async () => '',
        at: 0,
        streams: async () => [...sender.streams].toSorted(),
      },
    )
    for (const line of lines.map((text): PullLine => pullLine.parse(JSON.parse(text)))) {
      if ('restored' in line) throw new Error('The service denies its own past')
      if ('k' in line && line.k === 'event') seen.push(line.i)
      if ('mark' in line) seqs.set(line.mark, { seq: line.seq, tag: line.tag })
    }
  }
  return { accountId, seen, look }
}

it(`${operations} operations of ${writers} writers in ${streams} streams are seen once each by one who reads meanwhile`, async () => {
  const database = await postgres.database({ connections: writers + 2 })
  const world = composeAccess(database)
  const { customers } = await teamWithCustomers(world, 'Field', streams)
  const first = await openWriter(world, 'writer 0', 'Field')
  const others = await Promise.all(
    Array.from({ length: writers - 1 }, (_, n) => openWriter(world, `writer ${n + 1}`, 'Field')),
  )
  const all = [first, ...others]
  const cases = customers.map((customerId, n) => aCase({ customerId, ref: `CB-${1001 + n}` }))
  expect(new Set((await first.send(cases.map(createCase))).outcomes)).toEqual(new Set(['applied']))

  const reader = openReader(database, await openWriter(world, 'reader', 'Field'))
  let writing = true
  const reading = (async () => {
    while (writing) await reader.look()
  })()
  const sent: string[] = []
  const outcomes = new Set<string>()
  await Promise.all(
    all.map(async (writer, index) => {
      for (let done = index * batch; done < operations; done += writers * batch) {
        const notes = Array.from({ length: Math.min(batch, operations - done) }, (_, n) => {
          // Any two writers meet in streams again and again, in another order each time.
          const target = cases[(done * 7 + n * (index + 3)) % cases.length]
          return aNote(target?.id ?? '', `note ${done + n}`, writer.sender.person)
        })
        sent.push(...notes.map(({ id }) => id))
        for (const outcome of (await writer.send(notes.map(addNote))).outcomes) outcomes.add(outcome)
      }
    }),
  ).finally(() => {
    writing = false
  })
  await reading
  await reader.look()

  expect(outcomes).toEqual(new Set(['applied']))
  expect(sent).toHaveLength(operations)
  expect(reader.seen).toHaveLength(operations)
  expect(new Set(reader.seen)).toEqual(new Set(sent))
  const holes = await database.query(
    'select s.id from streams s where s.head != (select count(*) from log l where l.stream = s.id)',
  )
  expect(holes).toEqual([])
  const [{ deadlocks } = { deadlocks: -1 }] = await database.query<{ deadlocks: number }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  expect(deadlocks).toBe(0)
})

it('a counter that is not held until the commit loses rows to the same reader (the control)', async () => {
  const database = await postgres.database({ connections: 18 })
  await database.query('create table told (seq bigserial primary key, id uuid not null)')
  const seen = new Set<string>()
  let cursor = 0
  let writing = true
  const look = async () => {
    const rows = await database.query<{ seq: number; id: string }>(
      'select seq, id from told where seq > $1 order by seq',
      [cursor],
    )
    for (const { id } of rows) seen.add(id)
    cursor = rows.at(-1)?.seq ?? cursor
  }
  const reading = (async () => {
    while (writing) await look()
  })()
  const sent: string[] = []
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let n = 0; n < 60; n += 1) {
        const id = v7()
        sent.push(id)
        await database.transaction(async (transaction) => {
          await transaction.query('insert into told (id) values ($1)', [id])
          await transaction.query('select pg_sleep($1)', [Math.random() * 0.005])
        })
      }
    }),
  )
  writing = false
  await reading
  await look()
  expect(seen.size).toBeLessThan(sent.length)
})
