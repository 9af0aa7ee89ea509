import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
const beginUp = (dataDir: string, ref: string) => {
  const launcher = join(repositoryRoot, 'host/entry/casebench.mjs')
  return spawn(process.execPath, [launcher, '--data', dataDir, 'env', 'up', ref], { stdio: 'ignore' })
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
