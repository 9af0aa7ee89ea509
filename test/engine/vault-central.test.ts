import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { testCentral, testPostgres } from '../support/central.ts'
import { labelled } from '../support/engine/bench.ts'
import { openConnected } from '../support/sync-benches.ts'

const postgres = testPostgres()

beforeEach(({ skip }) => skip(inject('noEngine') !== '', inject('noEngine')))

const run = (file: string, ...args: string[]) =>
  execFileSync(file, args, { stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 1e8 })
const docker = (...args: string[]) =>
  run('docker', ...args)
    .toString()
    .trim()

/** An image of a shell and little else, so that most of the time is not its bytes. */
const small = (name: string): void => {
  const programs = ['/bin/sh', '/bin/sleep', '/bin/cat']
  const libraries = programs.flatMap((program) => run('ldd', program).toString().match(/\/\S+/g) ?? [])
  const archive = run('tar', '-ch', '--absolute-names', ...new Set([...programs, ...libraries]))
  execFileSync('docker', ['import', '--change', 'LABEL casebench.test=1', '-', name], { input: archive })
}

const image = `casebench-test/shared-${process.pid}:1`

const last = async <T>(items: AsyncIterable<T>): Promise<T | undefined> => {
  let found: T | undefined
  for await (const item of items) found = item
  return found
}

test('an image of one engine starts on another bench with the network off, by way of the service', async () => {
  small(image)
  const id = docker('image', 'inspect', '--format', '{{.Id}}', image)
  onTestFinished(() => void docker('rmi', '--force', image))
  const central = await testCentral(await postgres.database())
  const ada = await openConnected(central, 'Ada')
  await last(ada.client.vault.save({ images: [image] }))
  await last(ada.client.vault.publish({ images: [image] }))
  docker('rmi', image)

  const grace = await openConnected(central, 'Grace')
  const { client } = grace
  const { id: caseId } = await client.cases.create({ title: 'Rebuild the stack' })
  const { path: root } = await client.workspaces.open({ caseId })
  mkdirSync(join(root, 'environment'))
  const service = `{ image: "${image}", command: [sh, -c, "echo shared > /shared; exec sleep infinity"], init: true }`
  writeFileSync(join(root, 'environment/compose.yaml'), `services:\n  app: ${service}\n`)
  onTestFinished(async () => void (await client.environments.down({ caseId, purge: true })))
  expect(await last(client.vault.fetch({ allOf: caseId }))).toEqual({ type: 'done', images: 1 })
  expect(await last(client.vault.fetch({ allOf: caseId }))).toEqual({ type: 'done', images: 0 })
  await central.close()

  const up = await last(client.environments.up({ caseId }))
  expect(up).toMatchObject({ type: 'done', environment: { state: 'up' } })
  const [container = ''] = labelled(`casebench.case=${caseId}`).filter((one) => one.startsWith('container'))
  const name = container.split(' ')[1] ?? ''
  expect(docker('inspect', '--format', '{{.Image}}', name)).toBe(id)
  expect(docker('exec', name, 'cat', '/shared')).toBe('shared')
})
