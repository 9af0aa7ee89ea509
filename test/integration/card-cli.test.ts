import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { casebench, newCase } from '../support/casebench.ts'
import { temporaryFolder } from '../support/database.ts'

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

  const ran = (await casebench(there, 'card', 'run', card)) as { ref: string }
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
  expect(await casebench(here, 'card', 'run', `${card}-3`)).toMatchObject({
    verdict: 'not-reproduced',
    same: true,
  })
})
