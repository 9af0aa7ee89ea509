import { openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { writeInto } from '../support/engine/journey.ts'
import { runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'

const settings = (pool: number, stamp: string) =>
  `# written ${stamp}\npool.max=${pool}\nlog.dir=/var/log/app\n`

test('three environments stand side by side, the likeliest cause first, and lead to their files', async ({
  bench,
}) => {
  const { page, dataDir } = bench
  const ref = await newCase(dataDir, 'Pool exhausted after patch')
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  writeInto(path, 'prod/conf/app.properties', settings(8, '2026-11-02T08:11:30Z'))
  writeInto(path, 'prod-healthy/conf/app.properties', settings(50, '2026-10-04T07:00:00Z'))
  writeInto(path, 'environment/app/app.properties', settings(8, '2026-11-20T10:00:00Z'))
  await openCase(page, ref)
  await runCommand(page, 'Compare environments of the case')
  const compared = page.getByRole('region', { name: `Environments of ${ref} compared` })
  await expect(compared.getByRole('heading', { name: 'Choose two or three environments' })).toBeVisible()
  await expectAccessible(page)

  const choose = async (side: string, folder: string) => {
    await compared.getByRole('button', { name: new RegExp(`^${side}:`) }).click()
    await page.getByRole('option', { name: folder, exact: false }).first().click()
  }
  await choose("The customer's now", 'prod')
  await choose('When it was healthy', 'prod-healthy')
  const table = compared.getByRole('grid', { name: 'Differences' })
  const first = table.locator('[data-index="0"]')
  await expect(first).toContainText('pool.max')
  await expect(first.getByRole('gridcell', { name: '50', exact: true })).toBeVisible()
  const detail = compared.getByRole('region', { name: 'The difference' })
  await expect(detail.getByText('It changed since the customer was healthy', { exact: false })).toBeVisible()
  await expectAccessible(page)

  await compared.getByRole('textbox', { name: 'Find in the differences' }).fill('nowhere')
  await expect(compared.getByRole('heading', { name: 'No difference answers to that' })).toBeVisible()
  await compared.getByRole('textbox', { name: 'Find in the differences' }).fill('pool')
  await expect(first).toContainText('pool.max')
  await table.focus()
  await page.keyboard.press('Enter')
  const diff = page.getByRole('region', { name: 'Changes of prod/conf/app.properties' })
  await expect(diff.getByRole('button', { name: 'Against: prod-healthy/conf/app.properties' })).toBeVisible()
  await expect(diff.locator('.monaco-diff-editor').getByText('pool.max=50')).toBeVisible()
})
