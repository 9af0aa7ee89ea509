import { join } from 'node:path'
import { casebench, newCase } from '../support/casebench.ts'
import { dropFiles } from '../support/drop.ts'
import { writeInto } from '../support/engine/journey.ts'
import { queuePage } from '../support/queue-page.ts'
import { type BenchUnderTest, expect, expectAccessible, test } from '../support/shell.ts'

/** A card made on another bench; answers its file. */
const cardOf = async (
  { dataDir }: BenchUnderTest,
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<string> => {
  const elsewhere = join(dataDir, '..', `${name}-bench`)
  const ref = await newCase(elsewhere, 'Pool exhausted after patch')
  const { path } = (await casebench(elsewhere, 'workspace', 'path', ref)) as { path: string }
  for (const [file, text] of Object.entries(files)) writeInto(path, file, text)
  const card = join(dataDir, '..', `${name}.casebench-card`)
  await casebench(elsewhere, 'card', 'create', ref, '-o', card)
  return card
}

test('a card from elsewhere shows what it would run, and runs after a yes only', async ({ bench }) => {
  const { page } = bench
  const file = await cardOf(bench, 'pool', {
    'repro.sh': '#!/bin/sh\n# hidden: \u202e\necho exhausted\nexit 3\n',
  })
  const { table } = queuePage(page)
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeVisible()
  await dropFiles(page, page.getByRole('banner'), [file])
  const card = page.getByRole('region', { name: 'Repro card of CB-1001', exact: true })
  await expect(card.getByRole('heading', { name: 'Pool exhausted after patch' })).toBeVisible()
  await expect(card.getByText('Made elsewhere')).toBeVisible()
  await expect(card.getByRole('region', { name: 'Code, repro.sh' })).toContainText('# hidden: ⟨U+202E⟩')
  await expect(card.getByText('It never ran where the card was made')).toBeVisible()
  await expectAccessible(page)

  await card.getByRole('button', { name: 'Replay the card' }).click()
  const question = page.getByRole('alertdialog', { name: 'Run the check of CB-1001?' })
  await expectAccessible(page)
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(card.getByRole('region', { name: 'The replay' })).toBeHidden()
  await card.getByRole('button', { name: 'Replay the card' }).click()
  await question.getByRole('button', { name: 'Run it' }).click()
  const replay = card.getByRole('region', { name: 'The replay' })
  await expect(replay.getByText('Reproduced', { exact: true })).toBeVisible()
  await expect(replay.getByText('exit 3', { exact: false })).toBeVisible()
  await expectAccessible(page)
  await replay.getByRole('button', { name: 'Open CB-1001' }).click()
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText(
    'Made of the repro card of CB-1001',
  )
  await expect(table).toBeHidden()
})

test('a card whose Compose file reaches beyond its containers waits until each danger is allowed', async ({
  bench,
}) => {
  const { page } = bench
  const file = await cardOf(bench, 'hostile', {
    'repro.sh': '#!/bin/sh\nexit 1\n',
    'environment/compose.yaml':
      'services:\n  web:\n    image: web:1\n    privileged: true\n    volumes: [ "/etc:/host" ]\n',
  })
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeVisible()
  await dropFiles(page, page.getByRole('banner'), [file])
  const card = page.getByRole('region', { name: 'Repro card of CB-1001', exact: true })
  const dangers = card.getByRole('region', { name: 'Beyond its own containers' })
  await expect(dangers.getByText('privileged: true', { exact: true })).toBeVisible()
  const start = card.getByRole('button', { name: 'Replay the card' })
  await expect(start).toBeDisabled()
  await expect(card.getByText('2 dangers of its Compose file are not allowed yet.')).toBeVisible()
  await expectAccessible(page)
  await dangers.getByRole('checkbox').first().click()
  await expect(card.getByText('1 danger of its Compose file is not allowed yet.')).toBeVisible()
  await expect(start).toBeDisabled()
  await dangers.getByRole('checkbox').last().click()
  await expect(start).toBeEnabled()
})
