import type { Page } from '@playwright/test'
import { goTo } from '../support/case-page.ts'
import { queuePage } from '../support/queue-page.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'

interface Chosen {
  name: string
  text: string
}

const choose = async (page: Page, { name, text }: Chosen) => {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: /^(Choose|Add) files$/ }).click()
  await (await chooser).setFiles({ name, mimeType: '', buffer: Buffer.from(text) })
}

/** What the report counts under a name. */
const counted = (page: Page, name: string) =>
  page
    .getByRole('region', { name: 'Import report' })
    .locator('div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) })
    .locator('dd')
    .last()

const issues = [1, 2, 3].map((number) => ({
  url: `https://api.github.com/repos/acme/portal/issues/${number}`,
  number,
  title: `Portal loses session ${number}`,
  body: 'After the failover of the **cluster**.',
  state: 'open',
  user: { login: 'ines' },
  created_at: '2026-01-02T03:04:05Z',
  updated_at: '2026-01-02T03:04:05Z',
}))

test('lines of JSON are imported, the bad one is named, and a second time changes nothing', async ({
  bench: { page },
}) => {
  await page.getByRole('button', { name: /^Import an export/ }).click()
  const lines = [...issues.map((issue) => JSON.stringify(issue)), '{"number": 4, "title": ']
  const file = { name: 'issues.ndjson', text: `${lines.join('\n')}\n` }
  await choose(page, file)
  const section = page.getByRole('region', { name: 'issues.ndjson' })
  await expect(
    section.getByRole('combobox', { name: 'Format of issues.ndjson: GitHub issues' }),
  ).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Import this file' }).click()
  await expect(counted(page, 'Imported')).toHaveText('3')
  await expect(counted(page, 'Skipped')).toHaveText('1')
  await expect(page.getByRole('grid', { name: 'Records that were not imported' })).toContainText(
    'issues.ndjson:4',
  )
  await expectAccessible(page)

  await choose(page, file)
  await page.getByRole('button', { name: 'Import this file' }).click()
  await expect(counted(page, 'Unchanged')).toHaveText('3')
  await expect(counted(page, 'Imported')).toHaveText('0')

  await page.getByRole('button', { name: 'Show the queue' }).click()
  const queue = queuePage(page)
  await queue.holds(3)
  await queue.search('source:github failover')
  await queue.holds(3)
})

test('the columns of a CSV are shown, set right and imported by what they mean', async ({
  bench: { page },
}) => {
  await goTo(page, '/import')
  const text = [
    'Nr;Überschrift;Stand;Gewicht',
    '7;Lagerplatz fehlt;open;1',
    '8;"Etikett; doppelt";solved;3',
  ].join('\n')
  await choose(page, { name: 'faelle.csv', text: `${text}\n` })
  const section = page.getByRole('region', { name: 'faelle.csv' })
  const columnFor = async (field: string, column: string) => {
    await section.getByRole('combobox', { name: new RegExp(`^Column for ${field}: `) }).click()
    await page.getByRole('option', { name: column, exact: true }).click()
  }
  await columnFor('Number or key', 'Nr')
  await columnFor('Title', 'Überschrift')
  await columnFor('Status', 'Stand')
  await columnFor('Severity', 'Gewicht')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Import this file' }).click()
  await expect(counted(page, 'Imported')).toHaveText('2')

  await page.getByRole('button', { name: 'Show the queue' }).click()
  const queue = queuePage(page)
  await queue.holds(2)
  await queue.search('status:solved severity:3')
  await queue.holds(1)
  await expect(queue.rows.first()).toContainText('Etikett; doppelt')
})
