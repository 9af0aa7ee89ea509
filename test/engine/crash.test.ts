import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeEach, expect, inject, test, vi } from 'vitest'
import { repositoryRoot } from '../../build/repository.ts'
import { startBench } from '../support/bench-process.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { temporaryFolder } from '../support/database.ts'
import { labelled, projectOf } from '../support/engine/bench.ts'
import { productImage } from '../support/engine/images.ts'

const patience = 60_000
let image: string

beforeEach(async ({ skip }) => {
  skip(inject('noEngine') !== '', inject('noEngine'))
  image = await productImage('chatter')
})

/** Ten services, so that Compose is at it for a while; the last one never gets healthy. */
const compose = () => `
services:
${Array.from({ length: 9 }, (_, n) => `  s${n}: { image: "${image}", init: true, volumes: [ "data:/data" ] }`).join('\n')}
  last:
    image: "${image}"
    init: true
    volumes: [ "/unnamed" ]
    healthcheck: { test: [CMD, "false"], interval: 60s, start_period: 600s }
volumes: { data: {} }
`

const caseWith = async (dataDir: string, text: string): Promise<string> => {
  const ref = await newCase(dataDir, 'Rebuild the stack')
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  mkdirSync(join(path, 'environment'), { recursive: true })
  writeFileSync(join(path, 'environment', 'compose.yaml'), text)
  return ref
}

/** Starts an environment from the command line, as a person does, and waits for nothing. */
const beginUp = (dataDir: string, ref: string, { detached = false } = {}) => {
  const launcher = join(repositoryRoot, 'host/entry/casebench.mjs')
  const argv = [launcher, '--data', dataDir, 'env', 'up', ref]
  return spawn(process.execPath, argv, { stdio: 'ignore', detached })
}

const volumesNow = () =>
  execFileSync('docker', ['volume', 'ls', '--quiet'], { encoding: 'utf8' }).split('\n').toSorted()

test.each([
  ['while Compose makes the containers', 3],
  ['while it waits for health', 10],
])('a host that is killed %s leaves nothing once it starts again', async (_, containers) => {
  using folder = temporaryFolder()
  const dataDir = folder.path
  const first = await startBench(dataDir)
  const ref = await caseWith(dataDir, compose())
  const before = volumesNow()
  const up = beginUp(dataDir, ref)
  await vi.waitFor(() => {
    const own = labelled(`casebench.project=${projectOf({ dataDir, ref })}`)
    expect(own.filter((line) => line.startsWith('container')).length).toBeGreaterThanOrEqual(containers)
  }, patience)
  await first.kill()
  up.kill('SIGKILL')
  const second = await startBench(dataDir)
  try {
    await vi.waitFor(async () => {
      expect(await casebench(dataDir, 'env', 'status', ref)).toMatchObject({
        state: 'down',
        reason: expect.stringContaining('ended in the middle of the last start'),
      })
    }, patience)
    expect(labelled(`casebench.project=${projectOf({ dataDir, ref })}`)).toEqual([])
    await casebench(dataDir, 'env', 'down', ref, '--purge')
    expect(volumesNow()).toEqual(before)
  } finally {
    await second.stop()
  }
})

/** How many instants of a start are tried. */
const kills = Number(process.env.CASEBENCH_ENGINE_KILLS ?? 4)

/** Waits until the engine makes a network of such a name, the first that Compose does; answers since when. */
const firstNetwork = async (part: string): Promise<number> => {
  const filters = ['--filter', 'type=network', '--filter', 'event=create']
  const events = spawn('docker', ['events', ...filters, '--format', '{{.Actor.Attributes.name}}'])
  try {
    for await (const line of createInterface(events.stdout)) if (line.includes(part)) return performance.now()
  } finally {
    events.kill()
  }
  throw new Error('The engine went away')
}

/** The volumes without a name of containers. */
const unnamedVolumes = (own: readonly string[]): string[] => {
  const containers = own.flatMap((line) => /^container (.*)/.exec(line)?.[1] ?? [])
  if (containers.length === 0) return []
  const format = '{{range .Mounts}}{{.Name}} {{end}}'
  const said = execFileSync('docker', ['inspect', '--format', format, ...containers], { encoding: 'utf8' })
  return said.split(/\s+/).filter((name) => /^[0-9a-f]{64}$/.test(name))
}

test(`a purge after a kill at any of ${kills} instants of a start leaves nothing`, async () => {
  using folder = temporaryFolder()
  const dataDir = folder.path
  const service = (name: string) =>
    `  ${name}: { image: "${image}", init: true, volumes: [ "data:/data", "/unnamed" ] }\n`
  const ref = await caseWith(dataDir, `services:\n${service('a')}${service('b')}volumes: { data: {} }\n`)
  const left = () => labelled(`casebench.project=${projectOf({ dataDir, ref })}`)
  const network = firstNetwork(ref.toLowerCase())
  const [began] = await Promise.all([network, casebench(dataDir, 'env', 'up', ref)])
  const whole = performance.now() - began
  await casebench(dataDir, 'env', 'down', ref, '--purge')
  const reached: string[] = []
  for (let kill = 0; kill < kills; kill += 1) {
    const instant = ((kill + Math.random()) / kills) * whole
    const made = firstNetwork(projectOf({ dataDir, ref }))
    const up = beginUp(dataDir, ref, { detached: true })
    const ended = once(up, 'exit')
    await made
    await delay(instant)
    if (up.exitCode === null) process.kill(-(up.pid ?? 0), 'SIGKILL')
    await ended
    const unnamed = unnamedVolumes(left())
    reached.push(`${Math.round(instant)} ms: ${left().length}`)
    await casebench(dataDir, 'env', 'down', ref, '--purge')
    expect(left(), `killed after ${instant} ms of ${whole}`).toEqual([])
    expect(volumesNow().filter((name) => unnamed.includes(name))).toEqual([])
  }
  process.stderr.write(
    `Killed at ${kills} instants of a start (${Math.round(whole)} ms from its first act in the engine), and what was in the engine then: ${reached.join(', ')}\n`,
  )
})

test('a crash in the middle of a later start keeps the volumes that were there before', async () => {
  using folder = temporaryFolder()
  const dataDir = folder.path
  const first = await startBench(dataDir)
  const one = (more: string) =>
    `services:\n  s0: { image: "${image}", init: true, volumes: [ "data:/data" ] }\n${more}volumes: { data: {} }\n`
  const ref = await caseWith(dataDir, one(''))
  await casebench(dataDir, 'env', 'up', ref)
  const project = projectOf({ dataDir, ref })
  execFileSync('docker', ['exec', `${project}_s0_1`, 'sh', '-c', 'echo kept > /data/file'])
  await casebench(dataDir, 'env', 'down', ref)
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  const slow = '    healthcheck: { test: [CMD, "false"], interval: 60s, start_period: 600s }\n'
  const later = `  late:\n    image: "${image}"\n    init: true\n    volumes: [ "new:/new" ]\n${slow}`
  writeFileSync(
    join(path, 'environment', 'compose.yaml'),
    `${one(later)}  new: {}\n`.replace('{ data: {} }\n  new: {}', '{ data: {}, new: {} }'),
  )
  const up = beginUp(dataDir, ref)
  await vi.waitFor(() => expect(labelled(`casebench.project=${project}`).join()).toContain('late'), patience)
  await first.kill()
  up.kill('SIGKILL')
  const second = await startBench(dataDir)
  try {
    await vi.waitFor(
      () => expect(labelled(`casebench.project=${project}`)).toEqual([`volume ${project}_data`]),
      patience,
    )
    const kept = ['run', '--rm', '--volume', `${project}_data:/data`, image, 'cat', '/data/file']
    expect(execFileSync('docker', kept, { encoding: 'utf8' })).toBe('kept\n')
    await vi.waitFor(
      async () => expect(await casebench(dataDir, 'env', 'status', ref)).toMatchObject({ state: 'down' }),
      patience,
    )
    await casebench(dataDir, 'env', 'down', ref, '--purge')
    expect(labelled(`casebench.project=${project}`)).toEqual([])
  } finally {
    await second.stop()
  }
})

test('an environment that ran when the host was killed runs on, and is known at the next start', async () => {
  using folder = temporaryFolder()
  const dataDir = folder.path
  const first = await startBench(dataDir)
  const ref = await caseWith(dataDir, `services:\n  s0: { image: "${image}", init: true }\n`)
  await casebench(dataDir, 'env', 'up', ref)
  await first.kill()
  const second = await startBench(dataDir)
  try {
    expect(await casebench(dataDir, 'env', 'status', ref)).toMatchObject({ state: 'up' })
    await casebench(dataDir, 'env', 'down', ref, '--purge')
    expect(labelled(`casebench.project=${projectOf({ dataDir, ref })}`)).toEqual([])
  } finally {
    await second.stop()
  }
})
