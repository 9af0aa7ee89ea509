import { expect, test, vi } from 'vitest'
import { commandLine } from '../../central/access/act.ts'
import { type Told, toldRowsAtMost } from '../../shared/sync/protocol.ts'
import { testPostgres } from '../../test/support/central.ts'
import {
  aCase,
  addNote,
  aNote,
  createCase,
  openWriter,
  teamWithCustomers,
} from '../../test/support/writers.ts'
import { revokeDevice } from '../access/devices.ts'
import { removeMember } from '../access/teams.ts'
import { composeAccess } from '../entry/compose.ts'
import { eventsOf } from './events.ts'
import { type Audience, audienceOf, type Hint, openHints } from './hints.ts'

const postgres = testPostgres()

const open = async () => {
  const database = await postgres.database()
  const world = composeAccess(database)
  const hints = await openHints(database, {
    onError: (error) => {
      throw error
    },
  })
  const { customers } = await teamWithCustomers(world, 'Bank', 1)
  const [customerId = ''] = customers
  const ada = await openWriter(world, 'Ada', 'Bank')
  const bo = await openWriter(world, 'Bo')
  const send = async (drafts: Parameters<typeof ada.send>[0]) => {
    await ada.send(drafts)
    hints.moved(['global', `customer:${customerId}`])
  }
  const audience = async (writer: typeof ada): Promise<Audience> => {
    const found = await audienceOf(database, {
      accountId: writer.accountId,
      deviceId: writer.sender.deviceId,
    })
    return found ?? { streams: new Set(), access: -1 }
  }
  return { database, world, hints, ada, bo, customerId, send, audience }
}

const listen = (hints: Awaited<ReturnType<typeof open>>['hints'], audience: Audience) => {
  const heard: Hint[] = []
  hints.subscribe(audience, (hint) => void heard.push(hint))
  return {
    heard,
    told: () => heard.flatMap((hint): Told[] => (typeof hint === 'string' ? [] : [JSON.parse(hint.told)])),
  }
}

test('those who may read a stream are told what it got, and nobody else', async () => {
  const { hints, ada, bo, customerId, send, audience } = await open()
  const hers = listen(hints, await audience(ada))
  const his = listen(hints, await audience(bo))
  const value = aCase({ customerId })
  await send([createCase(value)])
  // The first notice only says that there is something: what came before it is not known yet.
  await vi.waitFor(() => expect(hers.heard).toContain('pull'))
  await send([addNote(aNote(value.id, 'a secret', ada.sender.person))])
  await vi.waitFor(() => expect(hers.told()).toHaveLength(1))
  const [told] = hers.told()
  expect(told?.stream).toBe(`customer:${customerId}`)
  expect(told?.lines).toContain('a secret')
  await send([createCase(aCase({ title: 'for everybody' })), createCase(aCase())])
  await vi.waitFor(() => expect(his.heard).toContain('pull'))
  expect(JSON.stringify(his.heard)).not.toContain('secret')
  await hints.close()
})

test('who was let in before access changed is told to pull, whatever they may read now', async () => {
  const { database, hints, ada, send, audience } = await open()
  const before = listen(hints, await audience(ada))
  // As another process does it whose notice has not come yet.
  await database.query('update access_changes set count = count + 1')
  const after = listen(hints, await audience(ada))
  await send([createCase(aCase())])
  await vi.waitFor(() => expect(after.heard).toHaveLength(1))
  await send([createCase(aCase({ title: 'told' }))])
  await vi.waitFor(() => expect(after.told()).toHaveLength(1))
  expect(before.heard).toEqual(['pull', 'pull'])
  await hints.close()
})

test('more than a little is not told', async () => {
  const { hints, ada, send, audience } = await open()
  const { heard } = listen(hints, await audience(ada))
  await send([createCase(aCase())])
  await vi.waitFor(() => expect(heard).toEqual(['pull']))
  await send(Array.from({ length: toldRowsAtMost + 1 }, () => createCase(aCase())))
  await vi.waitFor(() => expect(heard.length).toBe(2))
  expect(heard[1]).toBe('pull')
  await hints.close()
})

test('a line follows what its device may read, and ends when it may no more', async () => {
  const { database, world, hints, ada, customerId, send } = await open()
  const device = { accountId: ada.accountId, deviceId: ada.sender.deviceId }
  const line = eventsOf({
    hints,
    audience: () => audienceOf(database, device),
    others: { seen: () => ({ cases: [] }), subscribe: () => () => undefined },
    signal: new AbortController().signal,
  })
  const next = async () => (await line.next()).value
  expect(await next()).toBe('data: {}\n\n')
  const secret = aCase({ customerId, title: 'first secret' })
  await send([createCase(secret)])
  expect(await next()).toBe('data: {}\n\n')
  await send([addNote(aNote(secret.id, 'second secret', ada.sender.person))])
  expect(await next()).toContain('second secret')

  await removeMember(world, commandLine, { team: 'Bank', user: 'Ada' })
  expect(await next()).toBe('data: {}\n\n')
  await ada.send([addNote(aNote(secret.id, 'third secret', ada.sender.person)), createCase(aCase())])
  hints.moved([`customer:${customerId}`, 'global'])
  expect(await next()).not.toContain('third secret')

  await revokeDevice(world, commandLine, { deviceId: device.deviceId, accountId: null })
  expect((await line.next()).done).toBe(true)
  await hints.close()
})
