import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { choosePorts, type WantedPort, wantedPort } from './ports.ts'

test.each([
  ['8080:80', { container: 80, protocol: 'tcp', wanted: 8080 }],
  ['127.0.0.1:9001:9000/udp', { container: 9000, protocol: 'udp', wanted: 9001 }],
  ['[::1]:9001:9000', { container: 9000, protocol: 'tcp', wanted: 9001 }],
  ['80', { container: 80, protocol: 'tcp', wanted: null }],
  ['127.0.0.1::80', { container: 80, protocol: 'tcp', wanted: null }],
  [
    { target: 80, published: '8080', host_ip: '0.0.0.0' },
    { container: 80, protocol: 'tcp', wanted: 8080 },
  ],
  [
    { target: 80, published: 8080, protocol: 'udp' },
    { container: 80, protocol: 'udp', wanted: 8080 },
  ],
  [{ target: 80 }, { container: 80, protocol: 'tcp', wanted: null }],
])('the port %j is understood', (port, expected) => {
  expect(wantedPort('web', port)).toEqual({ service: 'web', ...expected })
})

test('what is no port publishes nothing', () => {
  expect(wantedPort('web', '8080:80; rm -rf /')).toBeNull()
})

const web: WantedPort = { service: 'web', container: 80, protocol: 'tcp', wanted: 8080 }

test('a port is taken as it is asked for where it is free', async () => {
  const chosen = await choosePorts([web], new Map(), new Set(), async () => false)
  expect(chosen).toEqual({ ports: new Map([['web 80/tcp', 8080]]), moved: [] })
})

test('a taken port becomes a free one, and it is told', async () => {
  const server = createServer().listen({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  const { ports, moved } = await choosePorts([{ ...web, wanted: port }], new Map())
  server.close()
  const given = ports.get('web 80/tcp')
  expect(given).not.toBe(port)
  expect(moved).toEqual([{ service: 'web', container: 80, wanted: port, port: given }])
})

test('a port that this environment has already is not in its own way', async () => {
  const chosen = await choosePorts([web], new Map([['web 80/tcp', 8080]]), new Set(), async () => true)
  expect(chosen.moved).toEqual([])
})

test('a port that was moved stays where it is while the other is still taken', async () => {
  const isTaken = async (port: number) => port === 8080
  const { moved } = await choosePorts([web], new Map([['web 80/tcp', 40_001]]), new Set(), isTaken)
  expect(moved).toEqual([{ service: 'web', container: 80, wanted: 8080, port: 40_001 }])
})

test('two services that want one port get two', async () => {
  const both = [web, { ...web, service: 'other' }]
  const { ports, moved } = await choosePorts(both, new Map(), new Set(), async () => false)
  expect(new Set(ports.values()).size).toBe(2)
  expect(moved.map(({ service }) => service)).toEqual(['other'])
})

test('what the engine did not get is not asked for again', async () => {
  const { moved } = await choosePorts([web], new Map(), new Set([8080]), async () => false)
  expect(moved).toHaveLength(1)
})
