import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { type EnvironmentBench, environmentBench, projectOf } from '../support/engine/bench.ts'
import { productImage } from '../support/engine/images.ts'

let image: string
let outside: string
const opened: EnvironmentBench[] = []
beforeEach(async ({ skip }) => {
  skip(inject('noEngine') !== '', inject('noEngine'))
  image = await productImage('chatter')
  outside = mkdtempSync(join(tmpdir(), 'casebench-outside-'))
  writeFileSync(join(outside, 'key'), 'of this machine\n')
})
afterEach(async () => {
  for (const bench of opened.splice(0)) await bench.close()
  rmSync(outside, { recursive: true, force: true })
})

const benchWith = async (compose: string): Promise<EnvironmentBench> => {
  const bench = await environmentBench(compose)
  opened.push(bench)
  return bench
}

/** What a container of the bench's environment printed. */
const printed = (bench: EnvironmentBench, service: string): string => {
  const id = execFileSync(
    'docker',
    [
      ...['ps', '--all', '--quiet', '--filter', `label=casebench.project=${projectOf(bench)}`],
      ...['--filter', `label=com.docker.compose.service=${service}`],
    ],
    { encoding: 'utf8' },
  ).trim()
  return execFileSync('docker', ['logs', id], { encoding: 'utf8' })
}

test('a folder that another container may turn into a link is refused, and only what is allowed gets there', async () => {
  const bench = await benchWith(`
services:
  first:
    image: "${image}"
    init: true
    command: [sh, -c, "ln -s ${outside} /data/link; exec sleep 1000"]
    volumes: ["./data:/data"]
    healthcheck: { test: [CMD, test, -L, /data/link], interval: 1s, retries: 30 }
  second:
    image: "${image}"
    init: true
    command: [sh, -c, "cat /theirs/key; exec sleep 1000"]
    depends_on: { first: { condition: service_healthy } }
    volumes: ["./data/link:/theirs"]
`)
  const { client } = bench.host
  const { caseId } = bench
  await expect(bench.up()).rejects.toMatchObject({ code: 'refused' })
  const { dangers } = await client.environments.review({ caseId })
  expect(dangers.map(({ kind, service }) => [kind, service])).toEqual([['nested-mount', 'second']])
  // That it is a real one: allowed, it is this machine's file that the container reads.
  await client.environments.allow({ caseId, dangers: dangers.map(({ id }) => id), allow: true })
  await bench.up()
  await expect.poll(() => printed(bench, 'second')).toBe('of this machine\n')
})

test('an image that is built here does not stand in for a published one', async () => {
  const name = 'casebench-test.invalid/shop:1'
  const bench = await benchWith(`
services:
  web: { image: "${name}", build: ., init: true, command: [sleep, "1000"] }
  worker: { image: "${name}", init: true, command: [sleep, "1000"] }
`)
  bench.write('environment/Dockerfile', `FROM ${image}\n`)
  const { services } = await bench.up()
  expect(services.map(({ service, ready }) => [service, ready])).toEqual([
    ['web', true],
    ['worker', true],
  ])
  const known = execFileSync('docker', ['images', '--quiet', name], { encoding: 'utf8' })
  expect(known).toBe('')
  // A container that somebody makes of it is not ours, and neither is a name that somebody gives it.
  const own = `${projectOf(bench)}_web`
  const mine = `casebench-test-mine-${process.pid}`
  execFileSync('docker', ['tag', own, mine])
  execFileSync('docker', ['create', '--name', mine, mine])
  try {
    const { client } = bench.host
    const { caseId } = bench
    await client.environments.down({ caseId, purge: false })
    const { items } = await client.environments.reclaim({ caseId, apply: false })
    expect(items.filter(({ kind }) => kind === 'image').map(({ name }) => name)).toContain(`${own}:latest`)
    await client.environments.down({ caseId, purge: true })
    expect(execFileSync('docker', ['images', '--quiet', own], { encoding: 'utf8' })).toBe('')
    expect(execFileSync('docker', ['images', '--quiet', mine], { encoding: 'utf8' })).not.toBe('')
    expect(
      execFileSync('docker', ['ps', '--all', '--quiet', '--filter', `name=${mine}`], { encoding: 'utf8' }),
    ).not.toBe('')
  } finally {
    execFileSync('docker', ['rm', mine])
    execFileSync('docker', ['rmi', mine])
  }
})
