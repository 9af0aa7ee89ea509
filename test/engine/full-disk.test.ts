import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { environmentBench } from '../support/engine/bench.ts'
import { type SmallEngine, smallEngine } from '../support/engine/small-engine.ts'

let engine: SmallEngine

beforeEach(async ({ skip }) => {
  skip(inject('noEngine') !== '', inject('noEngine'))
  const started = await smallEngine(400)
  if (typeof started === 'string') return skip(started)
  engine = started
  vi.stubEnv('DOCKER_HOST', engine.host)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await engine?.stop()
})

const compose = (image: string) => `
services:
  app: { image: "${image}", init: false, network_mode: none, command: [sleep, "1000"], stop_grace_period: 0s, volumes: ["data:/data"] }
volumes: { data: {} }
`

/** Fills the engine's disk but for so many megabytes. */
const fillDisk = (leave: number): (() => void) => {
  const path = join(engine.disk, 'filling')
  const { bavail, bsize } = statfsSync(engine.disk)
  try {
    writeFileSync(path, Buffer.alloc(Math.max(0, bavail * bsize - leave * 1e6)))
  } catch (error) {
    // It tells of more than files may have.
    expect(error).toMatchObject({ code: 'ENOSPC' })
  }
  return () => rmSync(path)
}

test('a full disk while saving, restoring and starting is told, costs nothing, and all goes on once there is room', async () => {
  const bench = await environmentBench(compose(engine.image))
  const { caseId, host } = bench
  const { environments, snapshots } = host.client
  const container = () => engine.docker('ps', '--quiet', '--filter', `label=casebench.case=${caseId}`)
  const inApp = (script: string) => engine.docker('exec', container(), 'sh', '-c', script)
  const volumes = () => engine.docker('volume', 'ls', '--quiet').split('\n').length
  try {
    await bench.up()
    inApp('head -c 60000000 /dev/urandom > /data/one; head -c 30 /data/one > /data/small')
    const sum = inApp('head -c 100 /data/one')
    await snapshots.save({ caseId, name: 'good' })
    const makeRoom = fillDisk(20)

    await expect(snapshots.save({ caseId, name: 'more' })).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('Nothing was saved, and the environment is as it was.'),
      details: { disk: 'engine' },
    })
    expect(volumes()).toBe(2)
    expect(await environments.status({ caseId })).toMatchObject({ state: 'up' })

    inApp('echo changed > /data/small; head -c 60000000 /dev/urandom 1<> /data/one')
    await expect(snapshots.restore({ caseId, name: 'good' })).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('The environment is as it was'),
    })
    expect(inApp('cat /data/small')).toBe('changed')
    expect(await environments.status({ caseId })).toMatchObject({ state: 'up' })

    makeRoom()
    expect(await snapshots.restore({ caseId, name: 'good' })).toMatchObject({ notes: [] })
    expect(inApp('head -c 100 /data/one')).toBe(sum)
    await environments.down({ caseId })
    const makeMore = fillDisk(0)
    await expect(bench.up()).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('reclaiming'),
    })
    expect((await environments.status({ caseId })).reason).toContain('disk is full')
    makeMore()
    expect(await bench.up()).toMatchObject({ state: 'up' })
    await snapshots.remove({ caseId, name: 'good' })
    await environments.down({ caseId, purge: true })
    expect(volumes()).toBe(1)
  } finally {
    await host.close()
  }
})
