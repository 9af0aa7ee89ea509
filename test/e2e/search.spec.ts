import { casebench } from '../support/casebench.ts'
import { queuePage } from '../support/queue-page.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'

test('words, phrases, exact tokens and filters find cases, and show where', async ({ bench }) => {
  const { page } = bench
  await casebench(bench.dataDir, 'sample-desk')
  const queue = queuePage(page)
  await queue.holds(16)

  await queue.search('ORA-00060')
  await queue.holds(1)
  await expect(queue.rows.first().locator('mark').first()).toHaveText('ORA-00060')
  await queue.search('"stuck threads"')
  await expect(queue.rows.first()).toContainText('stuck threads')
  await queue.search('"threads stuck sideways"')
  await expect(page.getByText('No case answers this search')).toBeVisible()
  await expectAccessible(page)
  await queue.search('status:waiting')
  await queue.holds(4)
  await queue.search('status:waiting severity:<=2')
  await queue.holds(1)
  // The beginning of a word is enough while one types, and nothing must be pressed.
  await queue.box.fill('deadl')
  await expect(queue.rows.first()).toContainText('deadlock')
})

test('filters complete by keyboard, and a mistake is told while the results stay', async ({ bench }) => {
  const { page } = bench
  await casebench(bench.dataDir, 'sample-desk')
  const queue = queuePage(page)
  await queue.holds(16)

  await page.keyboard.press('/')
  await expect(queue.box).toBeFocused()
  await queue.box.pressSequentially('stat')
  await expect(page.getByRole('option', { name: /^status:/ }).first()).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(queue.box).toHaveValue('status:')
  await queue.box.pressSequentially('wai')
  await expect(page.getByRole('option', { name: /waiting/ }).first()).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(queue.box).toHaveValue(/^status:waiting ?$/)
  await page.keyboard.press('Enter')
  await queue.holds(4)
  await expect(queue.rows).toHaveCount(4)

  await queue.box.pressSequentially(' severity:loud')
  await page.keyboard.press('Enter')
  const mistake = page.getByRole('search').getByRole('alert')
  await expect(mistake).toContainText(/severity/i)
  await expect(queue.rows).toHaveCount(4)
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(mistake).toBeHidden()
})
