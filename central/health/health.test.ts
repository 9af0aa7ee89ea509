import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { connectBench, testCentral, testPostgres } from '../../test/support/central.ts'
import type { Sql } from '../database/sql.ts'
import { storage } from './storage.ts'
import { syncHealth } from './sync-health.ts'

const postgres = testPostgres()

const operation = (
  sql: Sql,
  {
    deviceId,
    dseq,
    ago,
    outcome = 'applied',
  }: { deviceId: string; dseq: number; ago: string; outcome?: string },
) =>
  sql.query(
    `insert into operations (id, device_id, dseq, digest, outcome, reason, body, at)
     values ($1, $2, $3, '', $4, $5, '{"type":"case.set"}', now() - $6::interval)`,
    [
      v7(),
      deviceId,
      dseq,
      outcome,
      outcome === 'rejected' ? '{"code":"no-access","message":"You have no access."}' : null,
      ago,
    ],
  )

test('a bench is behind by what came after it was last seen', async () => {
  const database = await postgres.database()
  const central = await testCentral(database)
  expect(await syncHealth(database)).toEqual({
    devices: [],
    conflicts: { open: 0, oldestAt: null },
    rejected: { days: 7, count: 0, newest: [] },
    setAside: 0,
  })
  const [ada, bo, cy] = [
    await connectBench(central, { name: 'Ada' }),
    await connectBench(central, { name: 'Bo' }),
    await connectBench(central, { name: 'Cy' }),
  ]
  const seen = (deviceId: string, ago: string) =>
    database.query('update devices set seen_at = now() - $2::interval where id = $1', [deviceId, ago])
  await seen(bo.deviceId, '2 hours')
  await seen(cy.deviceId, '2 days')
  const { deviceId } = ada
  await operation(database, { deviceId, dseq: 1, ago: '3 days' })
  await operation(database, { deviceId, dseq: 2, ago: '1 day' })
  await operation(database, { deviceId, dseq: 3, ago: '1 hour' })
  await operation(database, { deviceId, dseq: 4, ago: '1 minute', outcome: 'conflict' })
  await operation(database, { deviceId, dseq: 5, ago: '1 minute', outcome: 'rejected' })
  await operation(database, { deviceId, dseq: 6, ago: '8 days', outcome: 'rejected' })

  const { devices, rejected } = await syncHealth(database)
  expect(devices.map(({ accountName, behind }) => [accountName, behind])).toEqual([
    ['Cy', 3],
    ['Bo', 2],
    ['Ada', 0],
  ])
  expect(rejected.count).toBe(1)
  expect(rejected.newest).toMatchObject([
    { type: 'case.set', code: 'no-access', message: 'You have no access.', accountName: 'Ada' },
  ])
  expect(await storage(database)).toMatchObject({ operations: 6, attachments: { count: 0, bytes: 0 } })
  await central.close()
})

test('open conflicts are counted, resolved ones are not', async () => {
  const database = await postgres.database()
  const conflict = (seq: number, state: string, at: number) =>
    database.query(
      `insert into rows (kind, id, stream, seq, ver, tag, writers, body)
       values ('conflict', $1, 'global', $2, 1, $1, '{}', $3)`,
      [v7(), seq, JSON.stringify({ state, at })],
    )
  await conflict(1, 'open', Date.UTC(2026, 2, 4))
  await conflict(2, 'open', Date.UTC(2026, 2, 3))
  await conflict(3, 'resolved', Date.UTC(2026, 2, 1))
  const { conflicts } = await syncHealth(database)
  expect(conflicts).toEqual({ open: 2, oldestAt: new Date(Date.UTC(2026, 2, 3)) })
  expect(await storage(database)).toMatchObject({ rows: 3 })
})
