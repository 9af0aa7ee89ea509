import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { openHost } from '../bench/host.ts'
import { temporaryFolder } from '../support/database.ts'
import { type EnvironmentBench, environmentBench, labelled } from '../support/engine/bench.ts'
import { proxyImages } from '../support/engine/versions.ts'

beforeEach(({ skip }) => skip(inject('noEngine') !== '', inject('noEngine')))

const versions = Array.from({ length: 16 }, (_, minor) => `1.${minor}`)

/** Asks with a header of that many bytes: 200 is good, 400 is the problem. */
const largeHeader = (service: string, bytes: number) => `#!/bin/bash
url=CASEBENCH_${service}_PORT
exec 3<>"/dev/tcp/127.0.0.1/\${!url}" || exit 125
printf 'GET / HTTP/1.0\\r\\nCookie: %s\\r\\n\\r\\n' "$(head -c ${bytes} /dev/zero | tr '\\0' a)" >&3
read -r _ status _ <&3 || exit 125
echo "HTTP $status"
case $status in 200) exit 0 ;; 400) exit 1 ;; *) exit 125 ;; esac
`

const answers =
  "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET / HTTP/1.0\\\\r\\\\n\\\\r\\\\n' >&3 && read -r a <&3 && [[ $$a == HTTP/* ]]"

const compose = (service: string, image: string, more = '') => `services:
  ${service}:
    image: ${image}
    ports: [ "8080" ]
    healthcheck: { test: [CMD, bash, -c, "${answers}"], interval: 1s, retries: 90 }
${more}`

const opened = async (text: string): Promise<EnvironmentBench> => {
  const bench = await environmentBench(text)
  onTestFinished(() => bench.close())
  return bench
}

const dataMount = '    volumes: [ "data:/data" ]\nvolumes: { data: {} }\n'

/** What a command in the only container of a case prints. */
const inContainer = (caseId: string, command: string): string => {
  const filter = ['--quiet', '--filter', `label=${label(caseId)}`]
  const container = execFileSync('docker', ['ps', ...filter], { encoding: 'utf8' }).trim()
  return execFileSync('docker', ['exec', container, 'sh', '-c', command], { encoding: 'utf8' }).trim()
}

const label = (caseId: string) => `casebench.case=${caseId}`

const first = async <T>(items: AsyncIterable<T>): Promise<T | undefined> => {
  for await (const item of items) return item
  return undefined
}

/** What is told last. */
const last = async <T>(items: AsyncIterable<T>): Promise<T | undefined> => {
  let found: T | undefined
  for await (const item of items) found = item
  return found
}

test('the first bad one of 16 image versions is found in 5 checks, and nothing is left behind', async () => {
  const image = await proxyImages(versions)
  const { host, caseId, ref, write } = await opened(compose('proxy', `${image}:1.0`))
  const { client } = host
  write('repro.sh', largeHeader('PROXY', 9000))
  // No versions are named: the engine has them.
  const asked = { mode: 'versions', caseId, service: 'proxy', good: '1.0', bad: '1.15' } as const
  const done = await last(client.bisections.run(asked))
  if (done?.type !== 'done') throw new Error('It ended without a word')
  const { result, steps, id } = done.bisection
  expect(result).toMatchObject({ found: '1.9', before: '1.8', candidates: ['1.9'] })
  expect(steps.length).toBeLessThanOrEqual(5)

  const bad = steps.find(({ subject }) => subject === '1.9')
  const run = await client.runs.get({ id: bad?.runId ?? '' })
  expect(run.files.map(({ role }) => role)).toEqual(['recording', 'logs', 'lock', 'junit'])
  expect(run.services).toMatchObject([{ name: 'proxy', image: `${image}:1.9` }])
  const lock = run.files.find(({ role }) => role === 'lock')
  const chunks: Uint8Array[] = []
  for await (const chunk of client.attachments.read({ sha256: lock?.sha256 ?? '' })) chunks.push(chunk)
  expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({
    services: [{ name: 'proxy', imageId: expect.stringMatching(/^sha256:/) }],
    engine: { kind: 'docker' },
  })
  await client.bisections.attach({ id })
  const { case: shown } = await client.cases.get({ key: ref })
  expect(shown.id).toBe(caseId)
  expect(labelled(label(caseId))).toEqual([])
})

test('a host that is killed while services are up goes on where it was, and leaves nothing behind', async () => {
  const image = await proxyImages(versions)
  const folder = temporaryFolder()
  onTestFinished(() => folder[Symbol.dispose]())
  const before = await openHost(folder.path)
  const { id: caseId } = await before.client.cases.create({ title: 'Killed' })
  const { path: root } = await before.client.workspaces.open({ caseId })
  mkdirSync(join(root, 'environment'))
  writeFileSync(join(root, 'environment/compose.yaml'), compose('proxy', `${image}:1.0`, dataMount))
  writeFileSync(join(root, 'repro.sh'), largeHeader('PROXY', 9000))
  await last(before.client.environments.up({ caseId }))
  inContainer(caseId, 'echo "of the customer" > /data/rows')
  await before.close()

  const script = fileURLToPath(new URL('../support/engine/bisect-victim.ts', import.meta.url))
  const range = { service: 'proxy', good: '1.0', bad: '1.15', verifyEnds: true }
  const asked = JSON.stringify({ mode: 'versions', caseId, ...range })
  const child = spawn(process.execPath, [script, folder.path, asked], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  for await (const line of createInterface(child.stdout)) {
    const item = JSON.parse(line) as { type: string; number?: number }
    if (item.type === 'checking' && item.number === 3) break
  }
  while (!labelled(label(caseId)).some((one) => one.startsWith('container'))) await delay(20)
  child.kill('SIGKILL')
  await ended

  const host = await openHost(folder.path)
  onTestFinished(() => host.close())
  const { bisections } = (await first(host.client.bisections.watch({ caseId }))) ?? { bisections: [] }
  const [paused] = bisections
  expect(paused).toMatchObject({ state: 'paused', problem: expect.stringMatching(/^The bench ended/) })
  expect(paused?.steps).toHaveLength(2)
  const done = await last(host.client.bisections.run({ mode: 'resume', id: paused?.id ?? '' }))
  if (done?.type !== 'done') throw new Error('It ended without a word')
  expect(done.bisection.result).toMatchObject({ found: '1.9', before: '1.8' })
  expect(done.bisection.steps.slice(0, 2)).toEqual(paused?.steps)
  expect(done.bisection.steps).toHaveLength(6)
  expect(labelled(label(caseId)).map((one) => one.split(' ')[0])).toEqual(['volume'])
  // The volumes of before are there, not those of the step that was killed.
  await last(host.client.environments.up({ caseId }))
  expect(inContainer(caseId, 'cat /data/rows')).toBe('of the customer')
  await host.client.environments.down({ caseId, purge: true })
  expect(labelled(label(caseId))).toEqual([])
})

test('volumes that were there before are there again afterwards', async () => {
  const image = await proxyImages(['1.8', '1.9'])
  const { host, caseId, write, up } = await opened(compose('proxy', `${image}:1.8`, dataMount))
  write('repro.sh', largeHeader('PROXY', 9000))
  await up()
  inContainer(caseId, 'echo "of the customer" > /data/rows')
  const asked = { mode: 'versions', caseId, service: 'proxy', good: '1.8', bad: '1.9' } as const
  const done = await last(host.client.bisections.run({ ...asked, versions: ['1.8', '1.9'] }))
  expect(done).toMatchObject({ bisection: { state: 'finished', result: { found: '1.9' } } })
  expect(labelled(label(caseId)).map((one) => one.split(' ')[0])).toEqual(['volume'])
  await up()
  expect(inContainer(caseId, 'cat /data/rows')).toBe('of the customer')
  const { snapshots } = (await first(host.client.snapshots.watch({ caseId }))) ?? { snapshots: null }
  expect(snapshots).toEqual([])
})

test('each step begins from the snapshot that was named, whatever the one before left in it', async () => {
  const image = await proxyImages(['1.8', '1.9'])
  const { host, caseId, write, up } = await opened(compose('proxy', `${image}:1.8`, dataMount))
  const { client } = host
  await up()
  inContainer(caseId, 'echo seeded > /data/rows')
  await client.snapshots.save({ caseId, name: 'seeded' })
  inContainer(caseId, 'echo later > /data/rows')
  const inside = `docker exec "$(docker ps -q --filter label=${label(caseId)})" sh -c`
  const repro = (isGood: string) => `#!/bin/sh
${inside} 'test "$(cat /data/rows)" = seeded && echo spoilt > /data/rows' || exit 125
${isGood}
`
  write('repro.sh', repro('[ "$CASEBENCH_BISECT_VERSION" = 1.8 ]'))
  const from = { caseId, snapshot: 'seeded' }
  const range = { mode: 'versions', service: 'proxy', good: '1.8', bad: '1.9' } as const
  const versioned = await last(client.bisections.run({ ...range, ...from, versions: ['1.8', '1.9'] }))
  expect(versioned).toMatchObject({
    bisection: { plan: { snapshot: 'seeded' }, result: { found: '1.9', before: '1.8' } },
  })

  write('environment/proxy.properties', 'size=8\nstrict=no\n')
  write('fails.properties', 'size=1\nstrict=yes\n')
  write('repro.sh', repro('! grep -q strict=yes "$CASEBENCH_BISECT_SETTINGS"'))
  const sides = { works: 'environment/proxy.properties', fails: 'fails.properties' }
  const settled = await last(client.bisections.run({ mode: 'settings', ...from, ...sides }))
  if (settled?.type !== 'done') throw new Error('It ended without a word')
  expect(settled.bisection.result?.minimal).toMatchObject([{ key: 'strict', to: 'yes' }])
  expect(settled.bisection.steps.map(({ verdict }) => verdict)).not.toContain('inconclusive')

  await up()
  expect(inContainer(caseId, 'cat /data/rows')).toBe('later')
  await client.snapshots.remove({ caseId, name: 'seeded' })
  const gone = last(client.bisections.run({ ...range, ...from, versions: ['1.8', '1.9'] }))
  await expect(gone).rejects.toMatchObject({ code: 'not-found' })
  const { bisections } = (await first(client.bisections.watch({ caseId }))) ?? { bisections: [] }
  expect(bisections).toHaveLength(2)
})
