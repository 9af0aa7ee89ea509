import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { type EnvironmentBench, environmentBench, labelled, projectOf } from '../support/engine/bench.ts'
import { cuttable } from '../support/engine/cuttable.ts'
import { productImage } from '../support/engine/images.ts'

const opened: EnvironmentBench[] = []
let image: string

beforeEach(async ({ skip }) => {
  skip(inject('noEngine') !== '', inject('noEngine'))
  image = await productImage('chatter')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const bench of opened.splice(0)) await bench.close()
})

const benchWith = async (services: string): Promise<EnvironmentBench> => {
  const bench = await environmentBench(`services:\n${services}`)
  opened.push(bench)
  return bench
}

const sleeps = () => `  quiet: { image: "${image}", init: true }\n`

const failure = async (bench: EnvironmentBench, options = {}) => {
  try {
    await bench.up(options)
  } catch (error) {
    return error as { code: string; message: string }
  }
  throw new Error('It started')
}

test('a service that is never healthy says why, with its last check and its last lines', async () => {
  const bench = await benchWith(`
  web:
    image: "${image}"
    init: true
    command: [sh, -c, "echo no licence found; exec sleep 1000"]
    healthcheck: { test: [CMD-SHELL, "echo refused; exit 7"], interval: 1s, retries: 2 }
`)
  const { code, message } = await failure(bench)
  expect(code).toBe('unhealthy')
  expect(message).toContain('web: Its health check failed')
  expect(message).toContain('The last check said (exit code 7): refused')
  expect(message).toContain('web | no licence found')
  const { state, reason } = await bench.host.client.environments.status({ caseId: bench.caseId })
  expect([state, reason.split('.')[0]]).toEqual(['degraded', 'Not ready: web'])
})

test('a service that ends says how it ended, at once', async () => {
  const bench = await benchWith(`  web: { image: "${image}", command: [sh, -c, "echo boom >&2; exit 3"] }\n`)
  const { code, message } = await failure(bench)
  expect(code).toBe('unhealthy')
  expect(message).toContain('web: It ended with exit code 3.')
  expect(message).toContain('web | boom')
})

test('a service that takes too long ends the wait after the time that was given', async () => {
  const bench = await benchWith(`
  web:
    image: "${image}"
    init: true
    healthcheck: { test: [CMD, "false"], interval: 60s, start_period: 600s }
`)
  const { code, message } = await failure(bench, { timeoutSeconds: 2 })
  expect(code).toBe('unhealthy')
  expect(message).toContain('did not get ready within 2 seconds')
})

test('an image that is nowhere is named, and nothing is started', async () => {
  const bench = await benchWith(`${sleeps()}  gone: { image: "casebench-test.invalid/never:1" }\n`)
  const { code, message } = await failure(bench)
  expect(code).toBe('image-missing')
  expect(message).toContain(
    'casebench-test.invalid/never:1 is neither on this machine nor in the image vault',
  )
  expect(labelled(`casebench.project=${projectOf(bench)}`)).toEqual([])
})

test('a Compose file that Compose refuses is told in its words', async () => {
  const bench = await benchWith(`  web: { image: "${image}", nonsense: true }\n`)
  const { code, message } = await failure(bench)
  expect(code).toMatch(/^(invalid|refused)$/)
  expect(message).toContain('nonsense')
})

test('what reaches beyond its containers is refused with its line, until it is allowed', async () => {
  const bench = await benchWith(
    `${sleeps()}  web:\n    image: "${image}"\n    init: true\n    volumes: [ "/etc/hostname:/theirs:ro" ]\n`,
  )
  const { code, message } = await failure(bench)
  expect(code).toBe('refused')
  expect(message).toMatch(/environment\/compose\.yaml:6 web: .*\/etc\/hostname/)
  expect(labelled(`casebench.project=${projectOf(bench)}`)).toEqual([])
  const { environments } = bench.host.client
  const { dangers } = await environments.review({ caseId: bench.caseId })
  const ids = dangers.filter(({ level }) => level === 'refused').map(({ id }) => id)
  await environments.allow({ caseId: bench.caseId, dangers: ids, allow: true })
  expect(await bench.up()).toMatchObject({ state: 'up' })
})

test('variables of the host never reach a Compose file', async () => {
  vi.stubEnv('MY_TOKEN', 'secret')
  const bench = await benchWith(
    `  web: { image: "${image}", command: [sh, -c, "echo [$\{MY_TOKEN:-none}]; exec sleep 1000"], init: true }\n`,
  )
  await bench.up()
  const texts: string[] = []
  for await (const { lines } of bench.host.client.environments.logs({ caseId: bench.caseId }))
    texts.push(...lines.map(({ text }) => text))
  expect(texts).toEqual(['[none]'])
})

test('a start that is cancelled ends soon, and purge leaves nothing', async () => {
  const bench = await benchWith(`
  web:
    image: "${image}"
    init: true
    healthcheck: { test: [CMD, "false"], interval: 60s, start_period: 600s }
`)
  const stop = new AbortController()
  const starting = failure(bench, { signal: stop.signal })
  await vi.waitFor(() => expect(labelled(`casebench.project=${projectOf(bench)}`)).not.toEqual([]), 60_000)
  stop.abort()
  expect((await starting).code).toBe('cancelled')
  await bench.host.client.environments.down({ caseId: bench.caseId, purge: true })
  expect(labelled(`casebench.project=${projectOf(bench)}`)).toEqual([])
})

test('two benches on one engine and strangers beside them leave each other alone', async () => {
  const stranger = `casebench-test-stranger-${v7()}`
  const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim()
  // It wears the bench's other labels and a name like a service's, and is not ours all the same.
  docker('volume', 'create', '--label', 'casebench.test=1', stranger)
  docker('network', 'create', '--label', 'casebench.test=1', stranger)
  const labels = ['--label', 'casebench.test=1', '--label', 'casebench.bench=somebody-else']
  const more = ['--network', stranger, '--volume', `${stranger}:/data`, '--init']
  docker('run', '--detach', '--name', stranger, ...labels, ...more, image)
  try {
    const services = `${sleeps()}    \n  other:\n    image: "${image}"\n    init: true\n    container_name: the-same-name\n    volumes: [ "data:/data" ]\nvolumes: { data: {} }\n`
    const [one, two] = [await benchWith(services), await benchWith(services)]
    expect(one.ref).toBe(two.ref)
    await Promise.all([one.up(), two.up()])
    const snapshot = { caseId: two.caseId, name: 'theirs' }
    await two.host.client.snapshots.save(snapshot)
    await one.host.client.environments.down({ caseId: one.caseId, purge: true })
    expect(await one.host.client.environments.reclaim({ apply: true })).toMatchObject({
      items: [],
      removed: 0,
    })
    expect(labelled(`casebench.project=${projectOf(one)}`)).toEqual([])
    expect(labelled(`casebench.project=${projectOf(two)}`)).toHaveLength(4)
    expect(await two.host.client.environments.status({ caseId: two.caseId })).toMatchObject({ state: 'up' })
    expect(await two.host.client.snapshots.restore(snapshot)).toMatchObject({ notes: [] })
    await two.host.client.snapshots.remove(snapshot)
    expect(docker('inspect', '--format', '{{.State.Status}}', stranger)).toBe('running')
    expect(docker('volume', 'ls', '--quiet', '--filter', `name=${stranger}`)).toBe(stranger)
  } finally {
    docker('rm', '--force', stranger)
    docker('network', 'rm', stranger)
    docker('volume', 'rm', stranger)
  }
})

/** Follows the logs until they fail. */
const read = ({ host, caseId }: EnvironmentBench) => {
  const lines = host.client.environments.logs({ caseId, follow: true })[Symbol.asyncIterator]()
  const began = lines.next()
  const ended = began.then(async () => {
    try {
      while (!(await lines.next()).done);
    } catch (error) {
      return error as { code: string }
    }
    throw new Error('They ended without a word')
  })
  return { began, ended }
}

/** Checks with a script that fails where the service does not answer, as those of people do. */
const checked = async ({ host, caseId, write }: EnvironmentBench) => {
  write('repro.sh', "#!/bin/sh\n: > checking\nuntil [ -e 'go on' ]; do sleep 0.1; done\nexit 1\n")
  for await (const item of host.client.runs.check({ caseId, command: 'sh repro.sh', asIs: true }))
    if (item.type === 'done') return item.run
  throw new Error('The check ended without a word')
}

test('an engine that dies while services start, and while they run, is a state; all goes on when it is back', async () => {
  const engine = await cuttable()
  vi.stubEnv('DOCKER_HOST', `unix://${engine.path}`)
  const bench = await benchWith(`
  web:
    image: "${image}"
    init: true
    command: [sh, -c, "echo begun; sleep 4; touch /tmp/ready; exec sleep 1000"]
    healthcheck: { test: [CMD, test, -f, /tmp/ready], interval: 1s, retries: 60 }
`)
  const { environments } = bench.host.client
  const starting = failure(bench)
  await vi.waitFor(
    () => expect(labelled(`casebench.project=${projectOf(bench)}`).join()).toContain('container'),
    60_000,
  )
  await engine.cut()
  expect(['engine-lost', 'no-engine']).toContain((await starting).code)
  const lost = await environments.status({ caseId: bench.caseId })
  expect(lost.state).toBe('unknown')
  expect(lost.reason).toContain('cannot be told')
  await engine.listen()
  expect(await bench.up()).toMatchObject({ state: 'up' })
  const reading = read(bench)
  await reading.began
  const check = checked(bench)
  await vi.waitFor(() => expect(existsSync(join(bench.root, 'checking'))).toBe(true), 60_000)
  await engine.cut()
  expect((await reading.ended).code).toBe('engine-lost')
  bench.write('go on', '')
  expect(await check).toMatchObject({
    verdict: 'inconclusive',
    problem: expect.stringContaining('engine did not answer'),
  })
  await expect(environments.act({ caseId: bench.caseId, service: 'web', act: 'stop' })).rejects.toMatchObject(
    {
      code: 'no-engine',
    },
  )
  await engine.listen()
  await environments.down({ caseId: bench.caseId, purge: true })
  expect(labelled(`casebench.project=${projectOf(bench)}`)).toEqual([])
  await engine.cut()
  vi.unstubAllEnvs()
  opened.splice(0)
  await bench.host.close()
})
