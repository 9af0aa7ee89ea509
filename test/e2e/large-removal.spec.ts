import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { casePage } from '../support/case-page.ts'
import { casebench } from '../support/casebench.ts'
import { runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible } from '../support/shell.ts'
import { test } from '../support/team-journey.ts'

const many = 1_100

test('so many cases that may no longer be read go only after a question', async ({ bench, team }) => {
  const { page, dataDir } = bench
  const path = join(dataDir, '..', 'cases.csv')
  const lines = Array.from({ length: many }, (_, n) => `${n + 1},Pool ${n + 1} is exhausted,open,Acme`)
  await writeFile(
    path,
    ['id,title,status,customer', ...lines, '9999,Open to all,open,Borealis', ''].join('\n'),
  )
  await casebench(dataDir, 'import', path)
  await team.connect(dataDir, 'Mara Lindqvist')
  expect(await casebench(dataDir, 'sync', '--once')).toMatchObject({ upToDate: true })
  const { customers } = (await casebench(dataDir, 'customers')) as {
    customers: { id: string; name: string }[]
  }
  await team.central.restrict(customers.find(({ name }) => name === 'Acme')?.id ?? '', true)

  const status = page.locator('footer').getByRole('button', { name: /^Sync: Needs attention/ })
  await status.click()
  const summary = page.getByRole('region', { name: 'How sync stands' })
  await expect(summary).toContainText(`1,100 of 1,101 cases here may no longer be read by you`)
  await expectAccessible(page)
  expect(await casebench(dataDir, 'cases', 'customer:Acme', '--count')).toMatchObject({ total: many })
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await summary.getByRole('button', { name: 'Ask my administrator first' }).press('Enter')
  await expect(casePage(page).toasts.getByText(/^Nothing is removed yet/)).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('1,100 of 1,101')

  await summary.getByRole('button', { name: 'Remove them' }).press('Enter')
  const question = page.getByRole('alertdialog', { name: 'Remove these cases from this bench?' })
  await expectAccessible(page)
  await question.getByRole('button', { name: 'Remove them' }).click()
  await expect(page.locator('footer').getByRole('button', { name: /^Sync: Up to date/ })).toBeVisible()
  expect(await casebench(dataDir, 'cases', '--count')).toMatchObject({ total: 1 })
  await runCommand(page, 'Sync now')
  await expect(page.locator('footer').getByRole('button', { name: /^Sync: Up to date/ })).toBeVisible()
})
