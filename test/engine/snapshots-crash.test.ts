import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { repositoryRoot } from '../../build/repository.ts'
import { startBench } from '../support/bench-process.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { temporaryFolder } from '../support/database.ts'
import { labelled } from '../support/engine/bench.ts'
import { productImage } from '../support/engine/images.ts'

const patience = 60_000

const compose = (image: string) =>
  `services: { app: { image: "${image}", init: true, command: [sleep, infinity], volumes: ["data:/data"] } }\nvolumes: { data: {} }\n`

const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8', stdio: 'pipe' }).trim()

describe('a host that is killed', () => {
  const folder = temporaryFolder()
  const data = join(folder.path, 'bench')
  const state = { ref: '', place: '' }
  const env = (...argv: string[]) => casebench(data, 'env', ...argv)
  const mine = (kind: string): string[] =>
    labelled('casebench.case')
      .filter(
        (line) =>
          line.startsWith(kind) && line.includes(`-${state.ref.toLowerCase()}`) && line.includes(state.place),
      )
      .map((line) => line.slice(kind.length + 1))
  const container = () =>
    mine('container').find((name) => name.includes('_app_') || name.includes('-app-')) ?? ''
  const inApp = (script: string) => docker('exec', container(), 'sh', '-c', script)

  beforeEach(({ skip }) => {
    skip(inject('noEngine') !== '', inject('noEngine'))
    skip(process.getuid?.() !== 0, "it looks into the engine's own folder, which only root may")
  })
  beforeAll(async () => {
    if (inject('noEngine') || process.getuid?.() !== 0) return
    state.ref = await newCase(data, 'Killed in the middle')
    const { path } = (await casebench(data, 'workspace', 'path', state.ref)) as { path: string }
    mkdirSync(join(path, 'environment'))
    writeFileSync(join(path, 'environment/compose.yaml'), compose(await productImage('chatter')))
    const { project } = (await env('up', state.ref)) as { project: string }
    state.place = project
    inApp(
      'for i in 1 2 3 4; do head -c 64000000 /dev/urandom > /data/$i; done; sha256sum /data/* > /tmp/sums',
    )
  })
  afterAll(async () => {
    if (state.place) {
      const { snapshots } = (await env('snapshot', 'list', state.ref)) as { snapshots: { name: string }[] }
      for (const { name } of snapshots) await env('snapshot', 'remove', state.ref, name)
      await env('down', state.ref, '--purge')
    }
    folder[Symbol.dispose]()
  })

  /** Starts an act and kills it, with no chance to tidy up, as soon as `reached` is so. */
  const killed = async (argv: readonly string[], reached: () => boolean): Promise<void> => {
    const launcher = join(repositoryRoot, 'host/entry/casebench.mjs')
    const child = spawn(process.execPath, [launcher, '--data', data, 'env', 'snapshot', ...argv], {
      stdio: 'ignore',
      detached: true,
    })
    const ended = new Promise<number | null>((resolve) =>
      child.once('exit', (_code, signal) => resolve(signal ? 0 : 1)),
    )
    while (!reached() && child.exitCode === null) await wait(5)
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL')
    } catch {
      // It was quicker; the test says so below.
    }
    expect(await ended, 'the act ended before it could be killed').toBe(0)
  }

  test('while it saves leaves no half snapshot behind', async () => {
    await killed(['save', state.ref, 'half'], () =>
      mine('volume').some((name) => name.includes('-snapshot-')),
    )
    expect(await env('snapshot', 'list', state.ref)).toEqual({ snapshots: [] })
    await env('up', state.ref)
    expect(await env('snapshot', 'save', state.ref, 'whole')).toMatchObject({ name: 'whole' })
    expect(mine('volume').filter((name) => name.includes('-snapshot-'))).toHaveLength(1)
  })

  test('while it restores has restored when it is used again', async () => {
    const sums = inApp('sha256sum /data/*')
    inApp('for i in 1 2 3 4; do echo changed > /data/$i; done; echo more > /data/5')
    const [volume = ''] = mine('volume').filter((name) => name.endsWith('_data'))
    const place = docker('volume', 'inspect', '--format', '{{.Mountpoint}}', volume)
    await killed(['restore', state.ref, 'whole'], () => existsSync(join(place, '..', 'casebench-new')))
    // Any next act ends what was cut off first.
    await env('snapshot', 'save', state.ref, 'after')
    await env('up', state.ref)
    expect(inApp('sha256sum /data/*')).toBe(sums)
    expect(existsSync(join(place, '..', 'casebench-new'))).toBe(false)
    expect(await env('snapshot', 'list', state.ref)).toMatchObject({
      snapshots: [{ name: 'whole' }, { name: 'after', from: 'whole' }],
    })
  })

  const restored = async (sums: string) => {
    await env('up', state.ref)
    expect(inApp('sha256sum /data/*')).toBe(sums)
  }
  const spareOf = async (name: string): Promise<number> => {
    const { snapshots } = (await env('snapshot', 'list', state.ref)) as {
      snapshots: { name: string; spareBytes: number }[]
    }
    return snapshots.find((one) => one.name === name)?.spareBytes ?? -1
  }

  test('while it makes a second copy, and while it puts one in place, loses nothing', async () => {
    const sums = inApp('sha256sum /data/*')
    const change = () => inApp('for i in 1 2 3 4; do echo changed >> /data/$i; done; rm /data/2')
    await env('snapshot', 'remove', state.ref, 'after').catch(() => undefined)
    const first = await startBench(data)
    const [copy = ''] = mine('volume').filter((name) => name.includes('-snapshot-'))
    const beside = join(docker('volume', 'inspect', '--format', '{{.Mountpoint}}', copy), '..')
    const making = join(beside, 'casebench-making')
    const spare = join(beside, 'casebench-spare')
    // Looked for from the start: the copy may be made before the command has told that it restored.
    const told = env('snapshot', 'restore', state.ref, 'whole').catch(() => undefined)
    await vi.waitFor(() => expect(existsSync(making)).toBe(true), { timeout: patience, interval: 1 })
    await first.kill()
    await told
    const second = await startBench(data)
    change()
    await env('snapshot', 'restore', state.ref, 'whole')
    await restored(sums)
    await vi.waitFor(async () => expect(await spareOf('whole')).toBeGreaterThan(250e6), patience)
    expect(existsSync(making)).toBe(false)
    change()
    const cut = env('snapshot', 'restore', state.ref, 'whole').catch(() => undefined)
    await vi.waitFor(() => expect(existsSync(spare)).toBe(false), { timeout: patience, interval: 1 })
    await second.kill()
    await cut
    const third = await startBench(data)
    try {
      // The list waits for nothing; the next act ends what was cut off.
      await env('snapshot', 'branch', state.ref, 'whole', '--to', 'another')
      await restored(sums)
    } finally {
      await third.stop()
    }
  })
})
