import { v7 } from 'uuid'
import { expect, it, onTestFinished, vi } from 'vitest'
import { commandLine } from '../../central/access/act.ts'
import { grantCustomer, revokeCustomer } from '../../central/access/restriction.ts'
import { addTeam } from '../../central/access/teams.ts'
import { openDatabase } from '../../central/database/database.ts'
import type { PresentPerson } from '../../shared/contract/presence.ts'
import type { PresenceRequest, PresenceTold } from '../../shared/sync/presence.ts'
import {
  connectBench,
  type TestBench,
  type TestCentral,
  testCentral,
  testPostgres,
} from '../support/central.ts'
import { openConnected } from '../support/sync-benches.ts'

const postgres = testPostgres()

/** Two processes' worth of the service on one database. */
const twoServices = async () => {
  const database = await postgres.database()
  const other = openDatabase({ url: database.url, connections: 4 })
  const services = [await testCentral(database), await testCentral(other)] as const
  onTestFinished(async () => {
    for (const service of services) await service.close()
    await other.close()
  })
  return services
}

type Bench = Awaited<ReturnType<typeof openConnected>>

/** What a window of this bench shows of a case, as long as the test runs. */
const openCase = (bench: Bench, caseId: string, doing: 'reading' | 'writing' | 'none' = 'reading') => {
  const closing = new AbortController()
  const window = v7()
  let people: PresentPerson[] = []
  const watching = (async () => {
    for await (const shown of bench.client.presence.watch({ caseId }, { signal: closing.signal }))
      people = shown.people
  })().catch(() => undefined)
  const close = async () => {
    closing.abort()
    await watching
  }
  onTestFinished(close)
  const say = (what: typeof doing) => bench.client.presence.say({ window, caseId, doing: what })
  return { opened: say(doing), say, close, shown: () => people.map((one) => `${one.name} ${one.doing}`) }
}

const soon = { timeout: 20_000, interval: 50 }

const twoBenches = async () => {
  const [first, second] = await twoServices()
  const team = await addTeam(first.world, commandLine, { name: 'Field' })
  const ada = await openConnected(first, 'Ada', { team: 'Field', stays: true })
  const lin = await openConnected(second, 'Lin', { team: 'Field', stays: true })
  const { id } = await ada.client.cases.create({ title: 'Pool exhausted' })
  await ada.once()
  await lin.once()
  return { first, second, team, ada, lin, caseId: id }
}

it('people see each other on a case through two processes of the service, as long as they are there', async () => {
  const { ada, lin, caseId } = await twoBenches()
  const hers = openCase(ada, caseId)
  const his = openCase(lin, caseId)
  await vi.waitFor(
    () => expect([hers.shown(), his.shown()]).toEqual([['Lin reading'], ['Ada reading']]),
    soon,
  )
  await his.say('writing')
  await vi.waitFor(() => expect(hers.shown()).toEqual(['Lin writing']), soon)
  await his.say('none')
  await vi.waitFor(() => expect(hers.shown()).toEqual([]), soon)
  expect(his.shown()).toEqual(['Ada reading'])
  await his.say('reading')
  await vi.waitFor(() => expect(hers.shown()).toEqual(['Lin reading']), soon)
  await his.close()
  await vi.waitFor(() => expect(hers.shown()).toEqual([]), soon)
})

it('nobody is shown while sync is paused or the service is gone', async () => {
  const { first, ada, lin, caseId } = await twoBenches()
  const hers = openCase(ada, caseId)
  openCase(lin, caseId)
  await vi.waitFor(() => expect(hers.shown()).toEqual(['Lin reading']), soon)
  await ada.client.sync.pause({ paused: true })
  await vi.waitFor(() => expect(hers.shown()).toEqual([]), soon)
  await ada.client.sync.pause({ paused: false })
  await vi.waitFor(() => expect(hers.shown()).toEqual(['Lin reading']), soon)
  await first.close()
  await vi.waitFor(() => expect(hers.shown()).toEqual([]), soon)
})

const say = async (
  { url }: Pick<TestCentral, 'url'>,
  { token }: TestBench,
  cases: PresenceRequest['cases'],
): Promise<PresenceTold> => {
  const response = await fetch(`${url}/v1/presence`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ cases }),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as PresenceTold
}

it('who has no grant sees nobody, is seen by nobody, and cannot tell the case from one that is not', async () => {
  const { first, second, team, ada, caseId } = await twoBenches()
  const { id: customerId } = await ada.client.customers.set({ set: { name: 'Acme' } })
  await ada.client.cases.set({ ids: [caseId], set: { customerId } })
  await ada.once()
  const mara = await connectBench(second, { name: 'Mara' })
  const sam = await connectBench(first, { name: 'Sam', team: 'Field' })
  const watched = [
    { caseId, doing: 'reading' as const },
    { caseId: v7(), doing: 'reading' as const },
  ]
  await grantCustomer(first.world, commandLine, { team: team.id, customerId })
  await vi.waitFor(async () => {
    await say(first, sam, watched)
    const hers = await say(second, mara, watched)
    expect(hers).toEqual({ cases: [] })
    expect(await say(first, sam, watched)).toEqual({ cases: [{ caseId, people: [] }] })
  }, soon)

  // A grant that is taken back ends it at once, for what was said before too.
  const root = await connectBench(second, { name: 'Root', role: 'administrator' })
  expect(await say(second, root, watched)).toEqual({ cases: [] })
  const lea = await connectBench(second, { name: 'Lea', team: 'Field' })
  await vi.waitFor(async () => {
    await say(first, sam, watched)
    expect((await say(second, lea, watched)).cases[0]?.people).toMatchObject([{ personId: sam.personId }])
  }, soon)
  await revokeCustomer(first.world, commandLine, { team: team.id, customerId })
  expect(await say(second, lea, watched)).toEqual({ cases: [] })
  expect(await say(first, sam, watched)).toEqual({ cases: [] })
})

it('what is wrong or too much is refused', async () => {
  const [central] = await twoServices()
  const mara = await connectBench(central, { name: 'Mara' })
  const post = (body: unknown) =>
    fetch(`${central.url}/v1/presence`, {
      method: 'POST',
      headers: { authorization: `Bearer ${mara.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const many = Array.from({ length: 21 }, () => ({ caseId: v7(), doing: null }))
  expect((await post({ cases: many })).status).toBe(400)
  expect((await post({ cases: [{ caseId: v7(), doing: 'sleeping' }] })).status).toBe(400)
  expect((await post({})).status).toBe(400)
  expect((await post({ cases: many.slice(1) })).status).toBe(200)
  const answers = await Promise.all(Array.from({ length: 260 }, () => post({ cases: [] })))
  expect(answers.some(({ status }) => status === 429)).toBe(true)
})

it('a bench with many cases open sees others on each of them', async () => {
  const { ada, lin } = await twoBenches()
  const ids: string[] = []
  for (let n = 0; n < 20; n += 1) ids.push((await ada.client.cases.create({ title: `Case ${n}` })).id)
  await ada.once()
  await lin.once()
  const hers = ids.map((id) => openCase(ada, id))
  openCase(lin, ids[0] ?? '')
  openCase(lin, ids[19] ?? '')
  await vi.waitFor(
    () => expect(hers.map(({ shown }) => shown().length)).toEqual([1, ...Array(18).fill(0), 1]),
    soon,
  )
})
