import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { type OpenHost, openHost } from '../bench/host.ts'
import { temporaryFolder } from '../support/database.ts'
import { type EnvironmentBench, environmentBench, labelled } from '../support/engine/bench.ts'
import { productImage } from '../support/engine/images.ts'

const image = `casebench-test/card-${process.pid}:1`

const docker = (input: string, ...args: string[]) =>
  execFileSync('docker', args, {
    encoding: 'utf8',
    input,
    stdio: 'pipe',
    env: { ...process.env, DOCKER_BUILDKIT: '0' },
  }).trim()

/** A service whose health follows a setting of its configuration. */
const compose = `
services:
  app:
    image: ${image}
    init: true
    command: [ sh, -c, "cp /config/app.properties /tmp/state; sleep infinity" ]
    healthcheck: { test: [CMD, test, -e, /tmp/state], interval: 1s, retries: 30 }
    volumes: [ "./app:/config:ro" ]
`

const repro = `#!/bin/sh
. ./steps/limit.sh
container=$(docker ps -q --filter label=casebench.case --filter label=com.docker.compose.service=app --filter ancestor=${image})
docker exec "$container" grep -q "pool=$LIMIT" /tmp/state
`

describe('a repro card', () => {
  let bench: EnvironmentBench
  let other: OpenHost
  const elsewhere = temporaryFolder()
  beforeEach(({ skip }) => skip(inject('noEngine') !== '', inject('noEngine')))
  beforeAll(async () => {
    if (inject('noEngine')) return
    docker(
      `FROM ${await productImage('chatter')}\nLABEL casebench.test=card\n`,
      'build',
      '--quiet',
      '--tag',
      image,
      '-',
    )
    bench = await environmentBench(compose)
    bench.write('environment/app/app.properties', 'pool=8\n')
    bench.write('repro.sh', repro)
    bench.write('steps/limit.sh', 'LIMIT=50\n')
    chmodSync(join(bench.root, 'repro.sh'), 0o755)
    other = await openHost(elsewhere.path)
  })
  afterAll(async () => {
    await other?.close()
    await bench?.close()
    elsewhere[Symbol.dispose]()
    if (!inject('noEngine')) docker('', 'rmi', '--force', image)
  })

  const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
    const found: T[] = []
    for await (const item of items) found.push(item)
    return found
  }

  test('says the same on an empty bench that has only the vault, with the same files bit by bit', async () => {
    const { client } = bench.host
    const run = (await all(client.runs.check({ caseId: bench.caseId }))).at(-1)
    expect(run).toMatchObject({ type: 'done', run: { verdict: 'reproduced' } })
    const path = join(elsewhere.path, 'card')
    const { card, sha256 } = await client.cards.create({ caseId: bench.caseId, path })
    expect(card).toMatchObject({
      expected: { verdict: 'reproduced', exitCodes: [1] },
      services: [{ name: 'app', image }],
    })
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256)
    const second = await client.cards.create({ caseId: bench.caseId, path, overwrite: true })
    expect(second.sha256).toBe(sha256)

    // The image goes by the vault alone.
    const folder = join(elsewhere.path, 'usb')
    await all(client.vault.save({ images: [image], folder }))
    await client.environments.down({ caseId: bench.caseId, purge: true })
    docker('', 'rmi', image)
    await expect(all(other.client.cards.run({ path }))).rejects.toMatchObject({ code: 'unaccepted' })
    const asked = { path, seen: sha256 }
    await expect(all(other.client.cards.run(asked))).rejects.toMatchObject({ code: 'image-missing' })
    await other.client.vault.choose({ folder })
    const done = (await all(other.client.cards.run(asked))).at(-1)
    expect(done).toMatchObject({
      type: 'done',
      verdict: 'reproduced',
      expected: 'reproduced',
      same: true,
      changed: [],
      notes: [],
    })
    if (done?.type !== 'done') throw new Error('The card ended without a word')
    expect(done.files).toBe(card.members.filter(({ path: name }) => name.startsWith('workspace/')).length)
    const there = await other.client.workspaces.open({ caseId: done.caseId })
    for (const name of [
      'environment/compose.yaml',
      'environment/app/app.properties',
      'repro.sh',
      'steps/limit.sh',
    ])
      expect(readFileSync(join(there.path, name))).toEqual(readFileSync(join(bench.root, name)))
    // Nothing runs on.
    expect(labelled(`casebench.case=${done.caseId}`)).toEqual([])
  })

  test('brings small volumes along, and starts from them', async () => {
    const { client } = bench.host
    const { caseId } = bench
    const withData = compose.replace('volumes: [', 'volumes: [ "data:/data",')
    bench.write('environment/compose.yaml', `${withData}volumes: { data: {} }\n`)
    bench.write('repro.sh', repro.replace('grep -q "pool=$LIMIT" /tmp/state', 'grep -q never /data/state'))
    await bench.up()
    const [container = ''] = labelled(`casebench.case=${caseId}`).filter((line) =>
      line.startsWith('container'),
    )
    docker(
      '',
      'exec',
      container.split(' ')[1] ?? '',
      'sh',
      '-c',
      'echo seeded > /data/state; chown 70:71 /data/state',
    )
    await client.snapshots.save({ caseId, name: 'seeded' })
    const path = join(elsewhere.path, 'with-data')
    const { card, sha256 } = await client.cards.create({ caseId, path, snapshot: 'seeded' })
    expect(card.volumes).toEqual([{ name: 'data', member: 'volumes/data.tar' }])
    const done = (await all(other.client.cards.run({ path, keepUp: true, seen: sha256 }))).at(-1)
    if (done?.type !== 'done') throw new Error('The card ended without a word')
    expect(done.verdict).toBe('reproduced')
    const [there = ''] = labelled(`casebench.case=${done.caseId}`).filter((line) =>
      line.startsWith('container'),
    )
    const state = docker(
      '',
      'exec',
      there.split(' ')[1] ?? '',
      'sh',
      '-c',
      'cat /data/state; stat -c %u:%g /data/state',
    )
    expect(state).toBe('seeded\n70:71')
    await other.client.environments.down({ caseId: done.caseId, purge: true })
    await other.client.snapshots.remove({ caseId: done.caseId, name: 'card' })
    await client.snapshots.remove({ caseId, name: 'seeded' })
    expect(labelled(`casebench.case=${done.caseId}`)).toEqual([])
  })

  test('whose Compose file reaches beyond its containers is refused', async () => {
    bench.write('environment/compose.yaml', compose.replace('init: true', 'init: true\n    privileged: true'))
    const path = join(elsewhere.path, 'hostile')
    const { sha256 } = await bench.host.client.cards.create({ caseId: bench.caseId, path })
    await expect(all(other.client.cards.run({ path, seen: sha256 }))).rejects.toMatchObject({
      code: 'refused',
    })
  })
})
