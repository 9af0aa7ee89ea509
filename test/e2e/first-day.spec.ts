import { casePage } from '../support/case-page.ts'
import { queuePage, runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'

test('from an empty bench to an answered customer, by keyboard alone', async ({ bench: { page } }) => {
  const { keyboard } = page
  await expect(page.getByRole('heading', { name: 'Begin with real cases' })).toBeVisible()
  await expectAccessible(page)

  await runCommand(page, 'Open the sample desk')
  const shown = casePage(page)
  await expect(shown.toasts.getByText(/^The sample desk is open/)).toBeVisible()
  const queue = queuePage(page)
  await queue.holds(16)
  await expectAccessible(page)

  await expect(queue.table).toBeFocused()
  await keyboard.press('j')
  await keyboard.press('k')
  await keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(shown.text).toBeEnabled()
  await expectAccessible(page)

  await keyboard.press('n')
  await expect(shown.text).toBeFocused()
  await keyboard.type('The pool drains after 30 minutes of silence.')
  await keyboard.press('Control+Enter')
  await expect(shown.timeline.getByText('drains after 30 minutes')).toBeVisible()

  await runCommand(page, 'Write to the customer')
  await expect(shown.text).toBeFocused()
  await expect(shown.write.getByText(/^The customer .* will read this\.$/)).toBeVisible()
  await keyboard.type('We can see the same here, and look for the cause.')
  await keyboard.press('Control+Enter')
  await expect(shown.write.getByText('Send it now?')).toBeVisible()
  await expect(shown.timeline.getByText('We can see the same here')).toHaveCount(0)
  await expectAccessible(page)
  await keyboard.press('Control+Enter')
  await expect(shown.timeline.getByText('We can see the same here')).toBeVisible()
})

test('a status with its reason is undone and done again, in the dark too', async ({ bench: { page } }) => {
  const { keyboard } = page
  await runCommand(page, 'Open the sample desk')
  const shown = casePage(page)
  const queue = queuePage(page)
  await queue.holds(16)
  await queue.search('CB-1001')
  await queue.holds(1)
  await queue.table.focus()
  await keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ORA-00060')
  await expect(shown.text).toBeEnabled()
  const status = page.locator('[data-act="status"]')
  await expect(status).toHaveText('Waiting')

  await runCommand(page, 'Change the status')
  const choice = page.getByRole('dialog', { name: 'Status' })
  await expect(choice.getByRole('radio', { name: 'Waiting' })).toBeFocused()
  await keyboard.press('ArrowUp')
  await expect(choice.getByRole('radio', { name: 'Open' })).toBeChecked()
  await keyboard.press('Tab')
  await keyboard.type('The customer sent the trace file.')
  await keyboard.press('Control+Enter')
  await expect(status).toHaveText('Open')
  await expect(shown.timeline.getByText('The customer sent the trace file.')).toBeVisible()

  await keyboard.press('Control+z')
  await expect(status).toHaveText('Waiting')
  await keyboard.press('Control+Shift+z')
  await expect(status).toHaveText('Open')

  await runCommand(page, 'Use the dark theme')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expectAccessible(page)
  await keyboard.press('g')
  await keyboard.press('q')
  await queue.holds(1)
  await expectAccessible(page)
})
