import { gzipSync } from 'node:zlib'
import { v7 } from 'uuid'
import { beforeEach, expect, it } from 'vitest'
import { commandLine } from '../../central/access/act.ts'
import { grantCustomer } from '../../central/access/restriction.ts'
import { addTeam } from '../../central/access/teams.ts'
import type { Draft } from '../../shared/sync/operations.ts'
import {
  connectBench,
  type TestBench,
  type TestCentral,
  testCentral,
  testPostgres,
} from '../support/central.ts'
import { aCase, addNote, aNote, createCase } from '../support/writers.ts'

const postgres = testPostgres()
let central: TestCentral

beforeEach(async () => {
  central = await testCentral(await postgres.database())
  return central.close
})

interface Sent {
  id?: string
  dseq?: number
}

/** What a program that speaks for a bench may send, whether or not a bench would. */
const speaker = ({ token }: TestBench) => {
  let dseq = 0
  const raw = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${central.url}/v1/sync/push`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body,
    })
  const send = async (drafts: readonly (Draft & Sent)[], more: object = {}) => {
    const operations = drafts.map((draft) => ({
      id: v7(),
      dseq: ++dseq,
      v: 1,
      base: {},
      at: Date.now(),
      ...draft,
    }))
    const response = await raw(JSON.stringify({ wire: 1, now: Date.now(), operations, ...more }))
    return { status: response.status, ...((await response.json()) as Record<string, unknown>) }
  }
  return { raw, send }
}

const outcomes = (answer: Record<string, unknown>) =>
  (answer.results as { outcome: string; reason?: { code: string } }[]).map(({ outcome, reason }) =>
    reason ? `${outcome}: ${reason.code}` : outcome,
  )

it('what is no push is refused with a sentence, and the service goes on', async () => {
  const ada = await connectBench(central, { name: 'Ada' })
  const { raw, send } = speaker(ada)
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(200_000_000)))
  for (const [body, headers] of [
    ['{', {}],
    ['[]', {}],
    ['{"wire":1,"now":0,"operations":[{}]}', {}],
    [JSON.stringify({ wire: 1, now: 0, operations: Array.from({ length: 501 }, () => ({})) }), {}],
    [bomb, { 'content-encoding': 'gzip' }],
    ['no gzip', { 'content-encoding': 'gzip' }],
  ] as const) {
    const response = await raw(body, headers)
    expect(response.status).toBe(400)
    expect(((await response.json()) as { error: { message: string } }).error.message).toMatch(/\.$/)
  }
  const newer = await raw(JSON.stringify({ wire: 99, now: 0, operations: [] }))
  expect([newer.status, await newer.json()]).toMatchObject([426, { error: { code: 'service-older' } }])
  expect(outcomes(await send([createCase(aCase())]))).toEqual(['applied'])
})

it('numbers that miss, repeat or lie end the row where they stand, and change nothing', async () => {
  const ada = await connectBench(central, { name: 'Ada' })
  const { send } = speaker(ada)
  const value = aCase()
  const first = { ...createCase(value), id: v7() }
  expect(await send([{ ...first, dseq: 1 }])).toMatchObject({ expected: 2 })
  // The same again gets the same answer, and is there once.
  expect(await send([{ ...first, dseq: 1 }])).toMatchObject({
    expected: 2,
    results: [{ outcome: 'applied' }],
  })
  const note = addNote(aNote(value.id, 'late', ada.personId))
  expect(await send([{ ...note, dseq: 9 }])).toMatchObject({ stopped: 'gap', expected: 2, results: [] })
  expect(await send([{ ...note, dseq: 1 }])).toMatchObject({ stopped: 'gap', results: [] })
  expect(await send([{ ...note, dseq: 9 }], { missing: { from: 2, to: 8 } })).toMatchObject({ expected: 10 })
  const liar = { ...createCase({ ...value, title: 'Another' }), id: first.id, dseq: 10 }
  expect(outcomes(await send([liar]))).toEqual(['rejected: other-content'])
  const [{ count } = { count: 0 }] = await central.world.database.query<{ count: number }>(
    'select count(*) as count from quarantine',
  )
  expect(count).toBe(1)
  expect(
    await send([{ ...note, id: v7(), type: 'case.explode', dseq: 11 } as unknown as Draft]),
  ).toMatchObject({
    stopped: 'unknown-operation',
    expected: 11,
  })
})

it('nobody writes in the name of another, about a row under the name of another, or where an auditor only reads', async () => {
  const ada = await connectBench(central, { name: 'Ada' })
  const lin = await connectBench(central, { name: 'Lin' })
  const { send } = speaker(ada)
  const value = aCase()
  expect(outcomes(await send([createCase(value)]))).toEqual(['applied'])
  expect(
    outcomes(
      await send([
        addNote(aNote(value.id, 'not me', lin.personId)),
        { ...addNote(aNote(value.id, 'elsewhere', ada.personId)), entity: v7() },
        { type: 'case.create', entity: v7(), payload: { case: aCase() } },
        { type: 'case.set', entity: v7(), payload: { set: { title: 'x' }, event: null } },
        { type: 'case.set', entity: value.id, payload: { set: { title: '' }, event: null } } as Draft,
      ]),
    ),
  ).toEqual([
    'rejected: invalid',
    'rejected: invalid',
    'rejected: invalid',
    'rejected: missing',
    'rejected: invalid',
  ])
  const auditor = await connectBench(central, { name: 'Otto', role: 'auditor' })
  expect((await speaker(auditor).send([createCase(aCase())])).status).toBe(403)
})

it('of what is restricted nothing can be learnt, written or taken by who was not granted it', async () => {
  const team = await addTeam(central.world, commandLine, { name: 'Field' })
  const customerId = v7()
  await grantCustomer(central.world, commandLine, { team: team.id, customerId })
  const ada = await connectBench(central, { name: 'Ada', team: 'Field' })
  const eve = await connectBench(central, { name: 'Eve' })
  const secret = aCase({ customerId, ref: 'CB-777', title: 'Secret' })
  const note = aNote(secret.id, 'secret words', ada.personId)
  expect(outcomes(await speaker(ada).send([createCase(secret), addNote(note)]))).toEqual([
    'applied',
    'applied',
  ])
  const open = aCase()
  const answer = await speaker(eve).send([
    createCase(open),
    // Whether it is there or not, the answer is the same.
    { type: 'event.retract', entity: note.id, payload: { retracted: true } },
    { type: 'event.retract', entity: v7(), payload: { retracted: true } },
    { type: 'case.set', entity: secret.id, payload: { set: { title: 'Mine' }, event: null } },
    { type: 'case.set', entity: v7(), payload: { set: { title: 'Mine' }, event: null } },
    {
      type: 'case.merge',
      entity: open.id,
      payload: { into: secret.id, event: aNote(open.id, '', eve.personId) },
    },
    { type: 'case.set', entity: open.id, payload: { set: { customerId }, event: null } },
    createCase({ ...secret, customerId: null }),
  ])
  expect(outcomes(answer)).toEqual([
    'applied',
    'rejected: missing',
    'rejected: missing',
    'rejected: missing',
    'rejected: missing',
    'rejected: missing',
    'rejected: forbidden',
    'rejected: forbidden',
  ])
  const pulled = await fetch(`${central.url}/v1/sync/pull`, {
    method: 'POST',
    headers: { authorization: `Bearer ${eve.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ wire: 1, epoch: null, grants: null, acked: 0 },
      cursors: [{ stream: `customer:${customerId}`, seq: 0, tag: '' }],
    }),
  })
  const text = await pulled.text()
  expect(text).toContain(open.id)
  for (const word of [secret.id, note.id, customerId, 'Secret', 'secret words'])
    expect(text).not.toContain(word)
})
