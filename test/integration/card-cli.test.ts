import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../../build/repository.ts'
import { spawnPty } from '../../host/terminal/process/pty.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { temporaryFolder } from '../support/database.ts'

/** Runs a card in a terminal and gives the answer once the question stands there. */
const answered = (dataDir: string, card: string, answer: string) =>
  new Promise<{ shown: string; exitCode: number }>((resolve) => {
    const launcher = join(repositoryRoot, 'host/entry/casebench.mjs')
    const args = [launcher, '--data', dataDir, 'card', 'run', card]
    const env = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? '']))
    const pty = spawnPty({ program: process.execPath, args, folder: dataDir, env, columns: 200, rows: 50 })
    let shown = ''
    let asked = false
    pty.onData((bytes) => {
      shown += bytes.toString('utf8')
      if (asked || !shown.includes('Run it? [y/N]')) return
      asked = true
      pty.write(answer)
    })
    pty.onExit(({ exitCode }) => resolve({ shown, exitCode }))
  })

test('a card of one bench says the same on an empty one, with the same files', async () => {
  using temporary = temporaryFolder()
  const [here, there] = [join(temporary.path, 'here'), join(temporary.path, 'there')]
  const ref = await newCase(here, 'The total is off by one')
  const { path: root } = (await casebench(here, 'workspace', 'path', ref)) as { path: string }
  writeFileSync(
    join(root, 'repro.sh'),
    '#!/bin/sh\n. ./limits.sh\ntest "$(wc -l < orders.csv)" -eq "$LIMIT"\n',
  )
  writeFileSync(join(root, 'limits.sh'), 'LIMIT=3 # of orders.csv\nAPI_TOKEN=tok-123456-private\n')
  writeFileSync(join(root, 'orders.csv'), 'a\nb\n')
  await casebench(here, 'check', ref)

  const card = join(temporary.path, 'card')
  const created = (await casebench(here, 'card', 'create', ref, '-o', card)) as { sha256: string }
  expect(created).toMatchObject({
    path: card,
    verdict: 'reproduced',
    notes: [expect.stringContaining('masked')],
  })
  const again = await casebench(here, 'card', 'create', ref, '-o', `${card}-2`)
  expect(again).toMatchObject({ sha256: created.sha256 })
  expect(readFileSync(card).includes('tok-123456-private')).toBe(false)
  expect(await casebench(here, 'card', 'show', card)).toMatchObject({ ref, sha256: created.sha256 })

  // A stranger's program is not run without a yes; one's own is.
  await expect(casebench(there, 'card', 'run', card)).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('--yes'),
  })
  expect(await casebench(there, 'card', 'show', card)).toMatchObject({ own: false, dangers: [] })
  expect(await casebench(here, 'card', 'show', card)).toMatchObject({ own: true })
  expect(await casebench(here, 'card', 'run', card)).toMatchObject({ verdict: 'reproduced' })

  const no = await answered(there, card, '\r')
  expect(no.shown).toContain('. ./limits.sh')
  expect(no).toMatchObject({ exitCode: 1, shown: expect.stringContaining('Nothing was run') })
  expect(await casebench(there, 'cases')).toMatchObject({ total: 0 })
  const yes = await answered(there, card, 'y\r')
  expect(yes).toMatchObject({ exitCode: 0, shown: expect.stringContaining('Reproduced, as the card says') })

  const ran = (await casebench(there, 'card', 'run', card, '--yes')) as { ref: string }
  expect(ran).toMatchObject({
    verdict: 'reproduced',
    expected: 'reproduced',
    same: true,
    files: 3,
    changed: [],
  })
  const { path: other } = (await casebench(there, 'workspace', 'path', ran.ref)) as { path: string }
  expect(readFileSync(join(other, 'orders.csv'))).toEqual(readFileSync(join(root, 'orders.csv')))

  // Mended there: the card of that case says so here.
  writeFileSync(join(other, 'orders.csv'), 'a\nb\nc\n')
  await casebench(there, 'check', ran.ref)
  expect(await casebench(there, 'card', 'create', ran.ref, '-o', `${card}-3`)).toMatchObject({
    verdict: 'not-reproduced',
  })
  expect(await casebench(here, 'card', 'run', `${card}-3`, '--yes')).toMatchObject({
    verdict: 'not-reproduced',
    same: true,
  })
})
