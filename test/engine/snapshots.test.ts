import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { volumeCopy } from '../../host/snapshots/copy.ts'
import { type EnvironmentBench, environmentBench, labelled } from '../support/engine/bench.ts'
import { productImage } from '../support/engine/images.ts'

const compose = (image: string) => `
services:
  app:
    image: ${image}
    command: [ sh, -c, "echo started >> /data/log; trap 'exit 0' TERM; sleep infinity & wait" ]
    volumes: [ "data:/data", "/unnamed", "./app:/config:ro" ]
volumes: { data: {} }
`

const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' })

describe('snapshots of an environment', () => {
  let bench: EnvironmentBench
  beforeEach(({ skip }) => skip(inject('noEngine') !== '', inject('noEngine')))
  beforeAll(async () => {
    if (inject('noEngine')) return
    bench = await environmentBench(compose(await productImage('chatter')))
    bench.write('environment/app/app.properties', 'pool=8\n')
    await bench.up()
  })
  afterAll(async () => {
    if (bench) for (const { name } of await list()) await remove(name)
    await bench?.close()
  })

  const snapshots = () => bench.host.client.snapshots
  const list = async () => {
    for await (const { snapshots: all } of snapshots().watch({ caseId: bench.caseId })) return all
    return []
  }
  const remove = (name: string) => snapshots().remove({ caseId: bench.caseId, name })
  const inApp = (script: string) => {
    const [line = ''] = labelled(`casebench.case=${bench.caseId}`).filter((one) =>
      one.startsWith('container'),
    )
    return docker('exec', line.split(' ')[1] ?? '', 'sh', '-c', script)
  }
  const properties = () => readFileSync(join(bench.root, 'environment/app/app.properties'), 'utf8')

  test('bring volumes and files back, and say which led to which', async () => {
    inApp(
      'echo good > /data/state; echo kept > /unnamed/state; chown 4711:4712 /data/state; ln -s state /data/link',
    )
    const { caseId } = bench
    const saved = await snapshots().save({ caseId, name: 'good' })
    expect(saved).toMatchObject({
      notes: [],
      snapshot: { name: 'good', from: null, current: true, files: 2 },
    })
    expect(saved.snapshot.volumes.map(({ name }) => name.replace(/^.*_/, ''))).toEqual([
      'data',
      'app:/unnamed',
    ])
    inApp('echo bad > /data/state; touch /data/more; rm /unnamed/state')
    bench.write('environment/app/app.properties', 'pool=9\n')

    const restored = await snapshots().restore({ caseId, name: 'good' })
    expect(restored.notes).toEqual([expect.stringContaining('trash')])
    expect(inApp('cat /data/link /unnamed/state; stat -c %u:%g /data/state; ls /data')).toBe(
      'good\nkept\n4711:4712\nlink\nlog\nstate\n',
    )
    expect(properties()).toBe('pool=8\n')
    await expect(snapshots().save({ caseId, name: 'good' })).rejects.toMatchObject({ code: 'exists' })
    await snapshots().save({ caseId, name: 'branched' })
    expect((await list()).map(({ name, from, current }) => ({ name, from, current }))).toEqual([
      { name: 'good', from: null, current: false },
      { name: 'branched', from: 'good', current: true },
    ])
  })

  test('the disk that the environment takes is told, part by part', async () => {
    const { caseId } = bench
    const disk = async () => {
      const told = (await bench.host.client.environments.disk({ caseId })).disk
      if (told === null) throw new Error('The engine does not tell')
      return told
    }
    const before = await disk()
    expect(before.images).toBeGreaterThanOrEqual(0)
    inApp('head -c 5000000 /dev/urandom > /data/five; head -c 3000000 /dev/urandom > /unnamed/three')
    inApp('head -c 2000000 /dev/urandom > /tmp/two')
    const after = await disk()
    const more = (part: 'volumes' | 'containers' | 'snapshots') =>
      Math.round((after[part] - before[part]) / 1e6)
    expect([more('volumes'), more('containers'), more('snapshots')]).toEqual([8, 2, 0])
    await snapshots().save({ caseId, name: 'large' })
    expect(Math.round(((await disk()).snapshots - after.snapshots) / 1e6)).toBe(8)
    await remove('large')
    const { bytes, ...parts } = await disk()
    expect(bytes).toBe(Object.values(parts).reduce((sum, one) => sum + one, 0))
  })

  test('are not reclaimed and not purged with the environment, and a fresh start begins from the prepared one', async () => {
    const { caseId } = bench
    const { client } = bench.host
    await snapshots().branch({ caseId, name: 'good', to: 'prepared' })
    await client.environments.down({ caseId, purge: true })
    const { items, cases } = await client.environments.reclaim({ caseId, apply: true })
    expect(items).toEqual([])
    expect(cases).toEqual([
      { caseId, ref: bench.ref, running: 0, bytes: 0, snapshotBytes: expect.any(Number) },
    ])
    expect(cases[0]?.snapshotBytes).toBeGreaterThan(0)
    await bench.up({ fresh: true })
    expect(inApp('cat /data/state')).toBe('good\n')
    await remove('prepared')
    await bench.up({ fresh: true })
    expect(inApp('ls /data')).toBe('log\n')
  })

  test('that are removed leave nothing', async () => {
    for (const { name } of await list()) await remove(name)
    const left = labelled(`casebench.case=${bench.caseId}`).filter((line) => line.includes('-snapshot-'))
    expect(left).toEqual([])
    await expect(snapshots().restore({ caseId: bench.caseId, name: 'good' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('a volume that another program uses is left alone', async () => {
    const project = labelled(`casebench.case=${bench.caseId}`).find((line) => line.startsWith('volume'))
    const volume = project?.split(' ')[1] ?? ''
    const image = await productImage('chatter')
    const other = docker('run', '-d', '--label', 'casebench.test=1', '-v', `${volume}:/x`, image).trim()
    try {
      await expect(snapshots().save({ caseId: bench.caseId, name: 'used' })).rejects.toMatchObject({
        code: 'busy',
      })
      expect(await list()).toEqual([])
    } finally {
      docker('rm', '-f', other)
    }
  })
})

describe('copying volumes', () => {
  beforeEach(({ skip }) => skip(inject('noEngine') !== '', inject('noEngine')))

  test.each([true, false])('keeps owners, modes, links and times (on the disk: %s)', async (mayReach) => {
    const image = await productImage('chatter')
    const engine = new Docker()
    const signal = AbortSignal.timeout(60_000)
    const [from, to] = ['from', 'to'].map((name) => `casebench-copy-${process.pid}-${mayReach}-${name}`) as [
      string,
      string,
    ]
    const inVolume = (name: string, script: string) =>
      docker('run', '--rm', '--network', 'none', '-v', `${name}:/v`, image, 'sh', '-c', script)
    const list = "cd /v && find . -printf '%p %U:%G %m %s %l %T+\\n' | sort && cat f"
    for (const name of [from, to]) docker('volume', 'create', '--label', 'casebench.test=1', name)
    try {
      inVolume(
        from,
        'cd /v; echo one > f; ln f hard; ln -s f soft; mkdir .d; touch .d/x; chmod 4750 f; chown -R 70:71 .',
      )
      inVolume(to, 'touch /v/old /v/.hidden')
      const copy = await volumeCopy(engine, { images: [image], labels: { 'casebench.test': '1' }, mayReach })
      await (await copy.stage(from, to, { signal })).commit()
      await copy.settle()
      expect(inVolume(to, list)).toBe(inVolume(from, list))
      expect(await copy.size(to, signal)).toBeGreaterThan(0)
      await (await copy.stage(null, to, { signal })).commit()
      await copy.settle()
      expect(inVolume(to, 'ls -A /v')).toBe('')
    } finally {
      for (const name of [from, to]) docker('volume', 'rm', name)
    }
  })
})
