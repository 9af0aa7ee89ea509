import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { connectBench, testCentral, testPostgres } from '../../test/support/central.ts'
import { commandLine } from './act.ts'
import { grantCustomer } from './restriction.ts'
import { addTeam } from './teams.ts'

const postgres = testPostgres()

test('a bench connects with a personal token, and is told who it is and what it may read', async () => {
  const central = await testCentral(await postgres.database())
  await addTeam(central.world, commandLine, { name: 'Field' })
  const customerId = v7()
  await grantCustomer(central.world, commandLine, { team: 'field', customerId })
  const ann = await connectBench(central, { name: 'Ann', team: 'Field' })
  const bob = await connectBench(central, { name: 'Bob', role: 'administrator' })
  const me = async (token: string) =>
    (await fetch(`${central.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } })).json()
  expect(await me(ann.token)).toMatchObject({
    account: { id: ann.accountId, name: 'Ann', role: 'engineer', personId: ann.personId },
    device: { id: ann.deviceId },
    streams: [`customer:${customerId}`, 'global', `person:${ann.accountId}`],
  })
  expect(await me(bob.personalToken)).toMatchObject({
    account: { role: 'administrator' },
    device: null,
    streams: ['global', `person:${bob.accountId}`],
  })
  await central.close()
})

test('the first bench fixes the person of an account, and later ones are told it', async () => {
  const central = await testCentral(await postgres.database())
  const { personalToken, personId } = await connectBench(central, { name: 'Ann' })
  const { personalToken: bobs } = await connectBench(central, { name: 'Bob' })
  const connect = (token: string, person: string) =>
    fetch(`${central.url}/v1/devices`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'second', personId: person }),
    })
  expect(await (await connect(personalToken, v7())).json()).toMatchObject({ personId })
  expect(await (await connect(bobs, personId)).json()).not.toMatchObject({ personId })
  await central.close()
})
