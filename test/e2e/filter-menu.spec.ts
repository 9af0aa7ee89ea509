import type { Page } from '@playwright/test'
import { casebench } from '../support/casebench.ts'
import { queuePage } from '../support/queue-page.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'

const choose = async (page: Page, field: string, value: RegExp) => {
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: field, exact: true }).hover()
  const one = page.getByRole('menuitemcheckbox', { name: value })
  await expect(one).toBeVisible()
  return one
}

test('filters are chosen and taken back by mouse, and stand in the search to be read', async ({ bench }) => {
  const { page } = bench
  await casebench(bench.dataDir, 'sample-desk')
  const queue = queuePage(page)
  await queue.holds(16)

  const waiting = await choose(page, 'Status', /^waiting/)
  await expect(waiting).not.toBeChecked()
  await expectAccessible(page)
  await waiting.click()
  await expect(queue.box).toHaveValue('status:waiting')
  await queue.holds(4)

  const severe = await choose(page, 'Severity', /^<=2/)
  await severe.click()
  await expect(queue.box).toHaveValue(/^status:waiting severity:<=2/)
  await queue.holds(1)

  const chosen = await choose(page, 'Status', /^waiting/)
  await expect(chosen).toBeChecked()
  await chosen.click()
  await expect(queue.box).toHaveValue(/^severity:<=2/)
  const { total } = (await casebench(bench.dataDir, 'cases', 'severity:<=2')) as { total: number }
  await queue.holds(total)
})

test('a filter whose values only typing can name is begun by mouse and ended with a completion', async ({
  bench,
}) => {
  const { page } = bench
  await casebench(bench.dataDir, 'sample-desk')
  const queue = queuePage(page)
  await queue.holds(16)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Component…' }).click()
  await expect(queue.box).toBeFocused()
  await expect(queue.box).toHaveValue('component:')
  await queue.box.pressSequentially('tom')
  const offered = page.getByRole('option', { name: /tomcat/ }).first()
  await expect(offered).toBeVisible()
  await expectAccessible(page)
  await offered.click()
  await expect(queue.box).toHaveValue(/^component:tomcat ?$/)
  await page.keyboard.press('Enter')
  const { total } = (await casebench(bench.dataDir, 'cases', 'component:tomcat')) as { total: number }
  expect(total).toBeGreaterThan(0)
  await queue.holds(total)
})
