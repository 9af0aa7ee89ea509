import type { Page } from '@playwright/test'
import { casePage } from '../support/case-page.ts'
import { casebench } from '../support/casebench.ts'
import { queuePage } from '../support/queue-page.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'

/** A window of 1280 by 900 at 200 %, which is how a page sees it. */
const doubled = { width: 640, height: 450 }

const expectNoSidewaysScroll = async (page: Page) => {
  const { wide, room } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
  }))
  expect(wide).toBeLessThanOrEqual(room)
}

test('at 200 % everything can be reached, and nothing scrolls sideways', async ({ bench }) => {
  const { page } = bench
  await casebench(bench.dataDir, 'sample-desk')
  await page.setViewportSize(doubled)
  await page.reload()
  const queue = queuePage(page)
  await expect(queue.rows.first()).toBeInViewport()
  await expect(queue.box).toBeInViewport({ ratio: 1 })
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)

  await queue.search('ORA-00060')
  await queue.holds(1)
  await expect(queue.rows.first()).toBeInViewport()
  await queue.rows.first().dblclick()
  const shown = casePage(page)
  await expect(shown.text).toBeEnabled()
  await expect(shown.timeline).toBeInViewport()
  await page.keyboard.press('n')
  await expect(shown.text).toBeFocused()
  await expect(shown.text).toBeInViewport()
  await expectNoSidewaysScroll(page)

  await shown.text.fill('Read at twice the size.')
  await shown.write.getByRole('button', { name: /^Add note/ }).click()
  await shown.timeline.getByText('Read at twice the size.').scrollIntoViewIfNeeded()
  await expect(shown.timeline.getByText('Read at twice the size.')).toBeInViewport()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'More acts' }).click()
  await expect(page.getByRole('menuitem', { name: /^Attach files/ })).toBeInViewport()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeInViewport({ ratio: 1 })
  await expectNoSidewaysScroll(page)
})
