import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { createCase } from '../../host/cases/changes.ts'
import { hereNow, openEngines } from '../../host/engine/engines.ts'
import { openEnvironments } from '../../host/environments/service.ts'
import { keepWorkspace } from '../../host/workspace/rows.ts'
import { environmentLock } from '../../shared/domain/stack/lock.ts'
import { temporaryFolder } from '../support/database.ts'
import { directDatabase } from '../support/direct-database.ts'
import { productImage } from '../support/engine/images.ts'

const disposers: (() => Promise<void> | void)[] = []
beforeEach(({ skip }) => skip(inject('noEngine') !== '', inject('noEngine')))
afterEach(async () => {
  for (const dispose of disposers.splice(0).toReversed()) await dispose()
})

const signal = new AbortController().signal

const benchOf = async (compose: string) => {
  const folder = temporaryFolder()
  const data = directDatabase()
  const { database } = data
  const root = join(folder.path, 'workspace')
  mkdirSync(join(root, 'environment', 'web'), { recursive: true })
  const { id: caseId } = await database.write(createCase, { title: 'A case' })
  await database.write(keepWorkspace, { caseId, path: root })
  writeFileSync(join(root, 'environment', 'compose.yaml'), compose)
  writeFileSync(join(root, 'environment', 'web', 'app.conf'), 'level=info\n')
  const environments = await openEnvironments({
    ...{ database, dataDir: folder.path, env: process.env, newId: v7, now: Date.now },
    engines: openEngines(hereNow(process.env)),
    mayUse: async () => undefined,
    fromVault: async () => [],
    fromSnapshot: async () => null,
    refusal: async (image) => ({ sentence: `There is no ${image}.`, login: null }),
    reports: async ({ recipe }) =>
      recipe === 'debian' ? { command: ['cat', '/etc/debian_version'], pattern: String.raw`(\d+)\.` } : null,
  })
  disposers.push(
    () => folder[Symbol.dispose](),
    () => data[Symbol.dispose](),
    () => environments.close(),
    () => environments.runner.down(caseId, { purge: true, signal }),
  )
  return { caseId, root, runner: environments.runner }
}

const compose = (image: string) => `
services:
  web:
    image: "${image}"
    init: true
    command: [sh, -c, "echo $$LEVEL $$MORE; cat /etc/app.conf; cat /data/kept 2>/dev/null; echo x > /data/kept; exec sleep 1000"]
    environment: { LEVEL: plain, MORE: more, DB_PASSWORD: "geheim", URL: "jdbc:x://u:geheim@db/shop" }
    ports: [ "8080" ]
    volumes: [ "./web/app.conf:/etc/app.conf:ro", "data:/data" ]
    x-casebench: { recipe: debian }
volumes: { data: {} }
`

test('a check finds where services are, what they are made of, and what they wrote', async () => {
  const image = await productImage('chatter')
  const { caseId, runner } = await benchOf(compose(image))
  expect(await runner.exists(caseId)).toBe(true)
  const from = Date.now() - 1000
  await runner.up(caseId, { signal })
  const addresses = await runner.addresses(caseId)
  expect(addresses).toEqual({
    CASEBENCH_WEB_HOST: '127.0.0.1',
    CASEBENCH_WEB_PORT: expect.stringMatching(/^\d+$/),
    CASEBENCH_WEB_PORT_8080: addresses.CASEBENCH_WEB_PORT,
    CASEBENCH_WEB_URL: `http://127.0.0.1:${addresses.CASEBENCH_WEB_PORT}`,
  })
  const lock = environmentLock.parse(await runner.lock(caseId))
  expect(lock.services).toMatchObject([
    {
      name: 'web',
      image,
      imageId: expect.stringMatching(/^sha256:/),
      digest: '',
      process: null,
      version: '12',
    },
  ])
  expect(lock.services[0]?.settings).toMatchObject({ LEVEL: 'plain', MORE: 'more' })
  expect(JSON.stringify(lock)).not.toContain('geheim')
  expect(Object.keys(lock.files)).toEqual(['environment/compose.yaml', 'environment/web/app.conf'])
  expect(lock.engine).toMatchObject({ kind: 'docker', compose: expect.stringMatching(/compose \d/) })
  const texts: string[] = []
  for await (const { text } of runner.logs(caseId, { from, to: Date.now(), signal })) texts.push(text)
  expect(texts).toEqual(['plain more', 'level=info'])
  const before: string[] = []
  for await (const { text } of runner.logs(caseId, { from: from - 10_000, to: from, signal }))
    before.push(text)
  expect(before).toEqual([])
})

test('a variation changes image, files and variables of one start, and the workspace stays as it is', async () => {
  const image = await productImage('chatter')
  const { caseId, root, runner } = await benchOf(compose('casebench-test.invalid/other:1'))
  const variation = {
    images: { web: image },
    files: { 'environment/web/app.conf': 'level=debug\n' },
    environment: { web: { LEVEL: 'a$b', MORE: null } },
  }
  const from = Date.now() - 1000
  await runner.up(caseId, { variation, signal })
  const textsSince = async (at: number) => {
    const texts: string[] = []
    for await (const { text } of runner.logs(caseId, { from: at, to: Date.now(), signal }))
      texts.push(text.trim())
    return texts
  }
  expect(await textsSince(from)).toEqual(['a$b', 'level=debug'])
  expect(readFileSync(join(root, 'environment', 'web', 'app.conf'), 'utf8')).toBe('level=info\n')
  await runner.up(caseId, { variation: { ...variation, environment: { web: { LEVEL: 'again' } } }, signal })
  expect(await textsSince(from)).toContain('x')
  await runner.up(caseId, { variation, fresh: true, signal })
  expect(await textsSince(from)).toEqual(['a$b', 'level=debug'])
})
