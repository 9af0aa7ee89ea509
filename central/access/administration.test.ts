import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { connectBench, testCentral, testPostgres } from '../../test/support/central.ts'
import type { AccessChange } from './act.ts'
import { commandLine } from './act.ts'
import { grantCustomer, revokeCustomer, setRestricted } from './restriction.ts'
import { readableStreams } from './streams.ts'
import { addMember, addTeam, removeMember } from './teams.ts'

const postgres = testPostgres()

const start = async () => {
  const database = await postgres.database()
  const central = await testCentral(database)
  const root = await connectBench(central, { name: 'Root', role: 'administrator' })
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${central.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${root.personalToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  return { database, central, root, ask }
}

test('an administrator adds, changes and disables users', async () => {
  const { central, ask } = await start()
  const added = await ask('POST', '/v1/admin/accounts', { name: 'Ann', email: 'ann@example.org' })
  expect(added).toMatchObject({ status: 201, body: { name: 'Ann', token: expect.stringMatching(/^cbt_/) } })
  const path = `/v1/admin/accounts/${added.body.id}`
  expect((await ask('POST', '/v1/admin/accounts', { name: 'ANN' })).status).toBe(409)
  expect((await ask('PATCH', path, { role: 'expert', email: 'ann@example.com' })).status).toBe(204)
  expect((await ask('POST', `${path}/link`)).body.link).toMatch(new RegExp(`^${central.url}/#link=cbl_`))
  expect((await ask('PATCH', path, { disabled: true })).status).toBe(204)
  const { accounts } = (await ask('GET', '/v1/admin/accounts')).body
  expect(accounts[0]).toMatchObject({ name: 'Ann', role: 'expert', email: 'ann@example.com', disabled: true })
  expect((await ask('PATCH', `/v1/admin/accounts/${v7()}`, { disabled: true })).status).toBe(404)
  await central.close()
})

test('a revoked bench is out at once, and only its owner or an administrator revokes it', async () => {
  const { central, ask } = await start()
  const [ann, bob] = [
    await connectBench(central, { name: 'Ann' }),
    await connectBench(central, { name: 'Bob' }),
  ]
  const me = async (token: string) =>
    (await fetch(`${central.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status
  const revoke = async (token: string, id: string) =>
    (
      await fetch(`${central.url}/v1/devices/${id}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${token}` },
      })
    ).status
  expect(await revoke(bob.personalToken, ann.deviceId)).toBe(404)
  expect(await me(ann.token)).toBe(200)
  expect(await revoke(ann.personalToken, ann.deviceId)).toBe(204)
  expect(await me(ann.token)).toBe(401)
  expect((await ask('DELETE', `/v1/admin/devices/${bob.deviceId}`)).status).toBe(204)
  expect((await ask('DELETE', `/v1/admin/devices/${bob.deviceId}`)).status).toBe(404)
  expect([await me(bob.token), await me(bob.personalToken)]).toEqual([401, 200])
  const { devices } = (await ask('GET', '/v1/admin/devices')).body
  expect(devices.filter(({ revokedAt }: { revokedAt: string | null }) => revokedAt !== null)).toHaveLength(2)
  await central.close()
})

test('a personal token works until it is revoked', async () => {
  const { central, ask } = await start()
  const { id, token } = (await ask('POST', '/v1/tokens', { name: 'nightly', days: 30 })).body
  const me = async () =>
    (await fetch(`${central.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status
  expect(await me()).toBe(200)
  const { tokens } = (await ask('GET', '/v1/tokens')).body
  expect(tokens.map(({ name }: { name: string }) => name)).toEqual(['First token', 'nightly'])
  expect(JSON.stringify(tokens)).not.toContain(token)
  expect((await ask('DELETE', `/v1/tokens/${id}`)).status).toBe(204)
  expect(await me()).toBe(401)
  await central.close()
})

test('grants decide who reads a restricted customer, and every change is told within its transaction', async () => {
  const database = await postgres.database()
  const changes: AccessChange[] = []
  const world = {
    database,
    onAccessChange: async (_: unknown, change: AccessChange) => void changes.push(change),
  }
  const central = await testCentral(database)
  const { accountId } = await connectBench(central, { name: 'Ann' })
  const { id: teamId } = await addTeam(world, commandLine, { name: 'Field' })
  const customerId = v7()
  const reads = async () => (await readableStreams(database, accountId)).includes(`customer:${customerId}`)
  const membership = { team: 'Field', user: 'Ann' }
  const grant = { team: 'Field', customerId }
  await addMember(world, commandLine, membership)
  await grantCustomer(world, commandLine, grant)
  await grantCustomer(world, commandLine, grant)
  expect(await reads()).toBe(true)
  await removeMember(world, commandLine, membership)
  expect(await reads()).toBe(false)
  await addMember(world, commandLine, membership)
  await revokeCustomer(world, commandLine, grant)
  expect(await reads()).toBe(false)
  await setRestricted(world, commandLine, { customerId, restricted: false })
  expect(changes).toEqual([
    { kind: 'joined', teamId, accountId },
    { kind: 'restricted', customerId },
    { kind: 'granted', teamId, customerId },
    { kind: 'left', teamId, accountId },
    { kind: 'joined', teamId, accountId },
    { kind: 'revoked', teamId, customerId },
    { kind: 'unrestricted', customerId },
  ])
  const failing = {
    ...world,
    onAccessChange: async () => {
      throw new Error('rows could not be moved')
    },
  }
  await expect(grantCustomer(failing, commandLine, grant)).rejects.toThrow('moved')
  expect(await database.query('select * from restricted_customers')).toEqual([])
  await central.close()
})

test('the audit tells who did what to whom, newest first, page by page', async () => {
  const { central, ask, root } = await start()
  await ask('POST', '/v1/admin/teams', { name: 'Field' })
  const { teams } = (await ask('GET', '/v1/admin/teams')).body
  const customerId = v7()
  const path = `/v1/admin/teams/${teams[0].id}`
  expect((await ask('PUT', `${path}/members/${root.accountId}`)).status).toBe(204)
  expect((await ask('PUT', `${path}/customers/${customerId}`)).status).toBe(204)
  expect((await ask('GET', '/v1/admin/teams')).body.teams).toMatchObject([
    { members: ['Root'], customers: [customerId] },
  ])
  expect((await ask('GET', '/v1/admin/restricted-customers')).body).toEqual({ customers: [customerId] })
  expect((await ask('DELETE', `${path}/customers/${customerId}`)).status).toBe(204)
  expect((await ask('PUT', '/v1/admin/organisation', { name: 'ACME' })).body).toMatchObject({ name: 'ACME' })
  const { entries, names } = (await ask('GET', '/v1/admin/audit?limit=4')).body
  expect(names).toMatchObject({ [root.accountId]: 'Root', [teams[0].id]: 'Field' })
  expect(
    entries.map(({ act, accountName }: { act: string; accountName: string }) => [act, accountName]),
  ).toEqual([
    ['organisation.rename', 'Root'],
    ['team.revoke', 'Root'],
    ['team.grant', 'Root'],
    ['team.join', 'Root'],
  ])
  const older = (await ask('GET', `/v1/admin/audit?before=${entries[3].id}`)).body.entries
  expect(older.map(({ act }: { act: string }) => act)).toEqual(['team.add', 'device.add', 'account.add'])
  const one = (await ask('GET', '/v1/admin/audit?act=team.join')).body.entries
  expect(one.map(({ act }: { act: string }) => act)).toEqual(['team.join'])
  expect((await ask('GET', '/v1/admin/audit/acts')).body.acts).toContain('team.revoke')
  await central.close()
})

test('an administrator reads the name of a restricted customer only with a grant', async () => {
  const { database, central, ask, root } = await start()
  const [open, closed] = [v7(), v7()]
  const write = (id: string, stream: string, name: string, seq: number) =>
    database.query(
      `insert into rows (kind, id, stream, seq, ver, tag, writers, body)
       values ('customer', $1, $2, $3, 1, $1, '{}', $4)`,
      [id, stream, seq, JSON.stringify({ name })],
    )
  await write(open, 'global', 'Acme', 1)
  await write(closed, `customer:${closed}`, 'Secret', 1)
  expect((await ask('PUT', `/v1/admin/restricted-customers/${closed}`)).status).toBe(204)
  const customers = async () => (await ask('GET', '/v1/admin/customers')).body.customers
  expect(await customers()).toEqual([
    { id: closed, name: null, restricted: true },
    { id: open, name: 'Acme', restricted: false },
  ])
  const { id } = (await ask('POST', '/v1/admin/teams', { name: 'Field' })).body
  await ask('PUT', `/v1/admin/teams/${id}/members/${root.accountId}`)
  await ask('PUT', `/v1/admin/teams/${id}/customers/${closed}`)
  expect(await customers()).toContainEqual({ id: closed, name: 'Secret', restricted: true })
  await central.close()
})
