import { createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { type EnvironmentBench, environmentBench, labelled, projectOf } from '../support/engine/bench.ts'
import { productImage } from '../support/engine/images.ts'

/** A Tomcat that looks for its database and says so, before it serves. */
const compose = (tomcat: string, postgres: string, port: number) => `
services:
  db:
    image: ${postgres}
    environment: { POSTGRES_USER: app, POSTGRES_PASSWORD: "s3cret$$word", POSTGRES_DB: shop }
    healthcheck: { test: [CMD, pg_isready, -q, -h, 127.0.0.1, -U, app], interval: 1s, retries: 60 }
    volumes: [ "data:/var/lib/postgresql/data" ]
  web:
    image: ${tomcat}
    depends_on: { db: { condition: service_healthy } }
    ports: [ "${port}:8080" ]
    environment: { DB_URL: "jdbc:postgresql://db:5432/shop" }
    healthcheck:
      test: [CMD, bash, -c, "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET / HTTP/1.0\\\\r\\\\n\\\\r\\\\n' >&3 && read -r a <&3 && [[ $$a == HTTP/* ]]"]
      interval: 1s
      retries: 60
volumes: { data: {} }
`

describe('Tomcat and PostgreSQL', () => {
  let bench: EnvironmentBench
  let holder: ReturnType<typeof createServer>
  let taken: number

  beforeEach(({ skip }) => skip(inject('noEngine') !== '', inject('noEngine')))

  beforeAll(async () => {
    if (inject('noEngine')) return
    holder = createServer().listen({ port: 0, host: '127.0.0.1' })
    await new Promise((resolve) => holder.once('listening', resolve))
    taken = (holder.address() as { port: number }).port
    bench = await environmentBench(
      compose(await productImage('tomcat'), await productImage('postgres'), taken),
    )
  })
  afterAll(async () => {
    holder?.close()
    await bench?.close()
  })

  test('get healthy, and a port that is taken is moved and told', async () => {
    const environment = await bench.up()
    expect(environment).toMatchObject({ state: 'up', engine: { kind: 'docker' } })
    const web = environment.services.find(({ service }) => service === 'web')
    expect(web).toMatchObject({ state: 'running', health: 'healthy', ready: true, kind: 'container' })
    const [port] = web?.ports ?? []
    expect(port).toMatchObject({ container: 8080, host: '127.0.0.1', instead: taken })
    expect(port?.port).not.toBe(taken)
    expect(await (await fetch(`http://127.0.0.1:${port?.port}/`)).text()).toBe('ready\n')
  })

  test('carry the labels of the bench, all of them', () => {
    const project = `casebench.project=${projectOf(bench)}`
    expect(labelled(project).map((line) => line.split(' ')[0])).toEqual([
      'container',
      'container',
      'network',
      'volume',
    ])
  })

  test('say what they wrote, merged by time, and how much they use', async () => {
    const lines = []
    for await (const batch of bench.host.client.environments.logs({ caseId: bench.caseId }))
      lines.push(...batch.lines)
    expect(
      lines.some(({ service, text }) => service === 'db' && text.includes('ready to accept connections')),
    ).toBe(true)
    expect(lines.some(({ service, text }) => service === 'web' && text.includes('Server startup in'))).toBe(
      true,
    )
    for (const [at, line] of lines.entries()) expect(line.at).toBeGreaterThanOrEqual(lines[at - 1]?.at ?? 0)
    for await (const { services } of bench.host.client.environments.stats({ caseId: bench.caseId })) {
      expect(services.map(({ service }) => service)).toEqual(['db', 'web'])
      for (const { memoryBytes } of services) expect(memoryBytes).toBeGreaterThan(1_000_000)
      break
    }
  })

  test('a service stops and starts; the watch shows it with its reason', async () => {
    const { client } = bench.host
    const stop = new AbortController()
    const seen: string[] = []
    const watching = (async () => {
      for await (const { state, services } of client.environments.watch(
        { caseId: bench.caseId },
        { signal: stop.signal },
      )) {
        seen.push(`${state} ${services.find(({ service }) => service === 'web')?.state}`)
        if (seen.includes('degraded exited') && seen.at(-1) === 'up running') return
      }
    })()
    const stopped = await client.environments.act({ caseId: bench.caseId, service: 'web', act: 'stop' })
    expect(stopped.services.find(({ service }) => service === 'web')).toMatchObject({
      state: 'exited',
      ready: false,
      reason: 'It ended with exit code 143 (asked to end).',
    })
    await client.environments.act({ caseId: bench.caseId, service: 'web', act: 'start' })
    await watching
    stop.abort()
    expect(seen).toContain('degraded exited')
  })

  test('a shell in a container has blocks where Bash is there', async () => {
    const { argv, label, marks } = await bench.host.client.environments.shell({
      caseId: bench.caseId,
      service: 'web',
    })
    expect(argv.slice(0, 3)).toEqual(['docker', 'exec', '-it'])
    expect([argv.at(-1), label, marks]).toEqual(['bash', `${bench.ref} web`, true])
  })

  test('starting again changes nothing, not even the port', async () => {
    const before = await bench.host.client.environments.status({ caseId: bench.caseId })
    const after = await bench.up()
    expect(after.services.map(({ container, ports }) => [container, ports])).toEqual(
      before.services.map(({ container, ports }) => [container, ports]),
    )
  })

  test('down keeps the volume, purge leaves nothing', async () => {
    const { client } = bench.host
    const project = `casebench.project=${projectOf(bench)}`
    expect(await client.environments.down({ caseId: bench.caseId })).toEqual({
      containers: 2,
      networks: 1,
      volumes: 0,
    })
    expect(labelled(project)).toEqual([`volume ${projectOf(bench)}_data`])
    const { items } = await client.environments.reclaim({})
    expect(items.map(({ kind, ref }) => [kind, ref])).toEqual([['volume', bench.ref]])
    expect(await client.environments.down({ caseId: bench.caseId, purge: true })).toMatchObject({
      volumes: 1,
    })
    expect(labelled(project)).toEqual([])
  })
})
