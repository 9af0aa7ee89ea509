import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { goTo, openCase } from '../support/case-page.ts'
import { casebench } from '../support/casebench.ts'
import { type BenchUnderTest, expect, expectAccessible, test } from '../support/shell.ts'

const hour = 3_600_000

/** A case of Acme that was opened three hours ago. */
const fill = async ({ dataDir }: BenchUnderTest): Promise<string> => {
  const path = join(dataDir, '..', 'cases.csv')
  const opened = new Date(Date.now() - 3 * hour).toISOString()
  await writeFile(
    path,
    `id,title,status,severity,customer,reporter,created\n1,Pool exhausted,open,2,Acme,Ada King,${opened}\n`,
  )
  await casebench(dataDir, 'import', path)
  const { cases } = (await casebench(dataDir, 'cases')) as { cases: { ref: string }[] }
  return cases[0]?.ref ?? ''
}

interface Agreed {
  name: string
  tier: string
  response: string
  resolution: string
}

const addContract = async (page: Page, { name, tier, response, resolution }: Agreed) => {
  await page.getByRole('button', { name: 'Add a contract' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a contract' })
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await dialog.getByRole('textbox', { name: 'Tier', exact: true }).fill(tier)
  await dialog.getByRole('textbox', { name: 'First answer, severity 2' }).fill(response)
  await dialog.getByRole('textbox', { name: 'Solution, severity 2' }).fill(resolution)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible()
}

const choose = async (page: Page, name: string) => {
  await page.getByRole('combobox', { name: /^Contract/ }).click()
  await page.getByRole('option', { name, exact: true }).click()
}

const clock = (page: Page, name: 'First answer' | 'Solution') =>
  page.getByRole('region', { name: 'Clocks' }).locator('details').filter({ hasText: name })

test('the contract chosen for a case starts its clocks, and an answer, a wait and a severity move them', async ({
  bench,
}) => {
  const { page } = bench
  const ref = await fill(bench)
  const before = await openCase(page, ref)
  const clocks = page.getByRole('region', { name: 'Clocks' })
  await expect(clocks.getByText('A contract would start clocks')).toBeVisible()
  await expect(page.getByRole('combobox', { name: /^Contract/ })).toHaveCount(0)

  await goTo(page, '/customers')
  await page.getByRole('grid', { name: 'Customers' }).getByRole('row', { name: 'Acme' }).click()
  await addContract(page, { name: 'Premium', tier: 'Gold', response: '1h', resolution: '2d' })
  await addContract(page, { name: 'Basic', tier: '', response: '8h', resolution: '' })

  await openCase(page, ref)
  await choose(page, 'Premium (Gold)')
  await expect(page.getByRole('region', { name: 'Customer' }).getByText('Premium')).toBeVisible()
  await expect(clock(page, 'First answer')).toContainText(/2 h( \d min)? late/)
  await expect(clock(page, 'Solution')).toContainText(/1 d 2\d h left/)
  await expectAccessible(page)
  await clock(page, 'Solution').locator('summary').click()
  await expect(clock(page, 'Solution')).toContainText(/3 h( \d min)? of 2 d used, until/)
  await expectAccessible(page)

  await choose(page, 'Basic')
  await expect(clock(page, 'First answer')).toContainText(/^First answer(4 h 5\d min|5 h) left/)
  await expect(clock(page, 'Solution')).toHaveCount(0)

  await before.lane('Customer')
  await before.text.fill('We look into it.')
  await before.text.press('Control+Enter')
  await before.text.press('Control+Enter')
  await expect(clock(page, 'First answer')).toContainText('Met')

  await page.getByRole('combobox', { name: /^Severity/ }).click()
  await page.getByRole('option', { name: /^Severity 4/ }).click()
  await expect(clocks.getByText('Basic agrees on no times for severity 4.')).toBeVisible()

  await choose(page, 'No contract')
  await expect(clocks.getByText('A contract would start clocks')).toBeVisible()
  await before.toasts.getByRole('button', { name: 'Undo' }).click()
  await expect(clocks.getByText('Basic agrees on no times for severity 4.')).toBeVisible()
})

test('the clock of the solution stands still while the case waits', async ({ bench }) => {
  const { page } = bench
  const ref = await fill(bench)
  await goTo(page, '/customers')
  await page.getByRole('grid', { name: 'Customers' }).getByRole('row', { name: 'Acme' }).click()
  await addContract(page, { name: 'Premium', tier: '', response: '1h', resolution: '2d' })
  await openCase(page, ref)
  await choose(page, 'Premium')
  await expect(clock(page, 'Solution')).toContainText('left')
  await casebench(bench.dataDir, 'set', ref, 'status=waiting')
  await expect(clock(page, 'Solution')).toContainText('Stands still')
  await clock(page, 'Solution').locator('summary').click()
  await expect(clock(page, 'Solution').getByRole('listitem').filter({ hasText: 'Waiting' })).toContainText(
    '(not counted)',
  )
  await casebench(bench.dataDir, 'set', ref, 'status=solved')
  await expect(clock(page, 'Solution')).toContainText('Met')
})
