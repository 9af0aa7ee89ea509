import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenHost, openHost } from '../../test/bench/host.ts'
import { temporaryFolder } from '../../test/support/database.ts'

let host: OpenHost
let caseId: string
const folder = temporaryFolder()

const script = '#!/bin/sh\n. ./steps/limit.sh\nexit 1\n'

beforeAll(async () => {
  host = await openHost(folder.path)
  const { id } = await host.client.cases.create({ title: 'Pool exhausted after patch' })
  caseId = id
  const { path: root } = await host.client.workspaces.open({ caseId })
  const write = (path: string, text: string) => writeFileSync(join(root, path), text, { mode: 0o755 })
  for (const name of ['steps', 'environment']) mkdirSync(join(root, name), { recursive: true })
  write('repro.sh', script)
  write('steps/limit.sh', 'LIMIT=8\n')
})

afterAll(async () => {
  await host.close()
  folder[Symbol.dispose]()
})

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

test('what is shown before, downloaded and attached are the same bytes, and an attached card replays', async () => {
  const { client } = host
  const shown = await client.cards.preview({ caseId })
  expect(shown.card.members.map(({ path }) => path)).toEqual([
    'workspace/repro.sh',
    'workspace/steps/limit.sh',
  ])
  const bytes = Buffer.concat(await all(client.cards.bytes({ caseId })))
  const attached = await client.cards.attach({ caseId })
  expect(attached).toMatchObject({ sha256: shown.sha256, bytes: shown.bytes })
  const { sha256 } = attached
  expect(Buffer.concat(await all(client.attachments.read({ sha256 })))).toEqual(bytes)

  const opened = await client.cards.open({ sha256 })
  expect(opened.texts).toEqual([
    { path: 'repro.sh', text: script },
    { path: 'steps/limit.sh', text: 'LIMIT=8\n' },
  ])
  const done = (await all(client.cards.run({ sha256, seen: opened.sha256 }))).at(-1)
  expect(done).toMatchObject({ type: 'done', verdict: 'reproduced', same: null, changed: [] })
})

test('a card that a window handed over shows its dangers, and is not run where it is another', async () => {
  const { client } = host
  const { path: root } = await client.workspaces.open({ caseId })
  writeFileSync(
    join(root, 'environment/compose.yaml'),
    'services:\n  web:\n    image: web:1\n    privileged: true\n',
  )
  const bytes = Buffer.concat(await all(client.cards.bytes({ caseId })))
  const stage = async function* () {
    yield new Uint8Array(bytes)
  }
  const source = await client.imports.stage({ name: 'CB-1.casebench-card', bytes: bytes.length }, stage())
  const { dangers } = await client.cards.open(source)
  expect(dangers).toMatchObject([
    { kind: 'privileged', service: 'web', file: 'environment/compose.yaml', line: 4, level: 'refused' },
  ])
  await expect(all(client.cards.run({ ...source, seen: '0'.repeat(64) }))).rejects.toMatchObject({
    code: 'refused',
  })
})
