import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { testCentral, testPostgres } from '../support/central.ts'
import { labelled } from '../support/engine/bench.ts'
import { standIn } from '../support/engine/stand-in.ts'
import { openConnected } from '../support/sync-benches.ts'

const postgres = testPostgres()

beforeEach(({ skip }) => skip(inject('noEngine') !== '', inject('noEngine')))

const docker = (...args: string[]) =>
  execFileSync('docker', args, { encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] }).trim()

const image = `casebench-test/shared-${process.pid}:1`

const last = async <T>(items: AsyncIterable<T>): Promise<T | undefined> => {
  let found: T | undefined
  for await (const item of items) found = item
  return found
}

test('an image of one engine starts on another bench with the network off, by way of the service', async () => {
  standIn(image)
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
