import { casePage, goTo } from '../../test/support/case-page.ts'
import { queuePage, runCommand } from '../../test/support/queue-page.ts'
import { dismissToasts } from './dismiss-toasts.ts'
import { openSample } from './open-sample.ts'
import type { Scene } from './scene.ts'

/** Cases: found, read and written to. */
export const deskScenes: readonly Scene[] = [
  {
    name: 'begin',
    play: async (page) => {
      await page.getByRole('heading', { name: 'Begin with real cases' }).waitFor()
    },
  },
  {
    name: 'queue',
    play: async (page) => {
      await page.getByRole('button', { name: /^Open the sample desk/ }).click()
      await page.getByText(/^The sample desk is open/).waitFor()
      await dismissToasts(page)
      await queuePage(page).rows.nth(5).waitFor()
    },
  },
  {
    name: 'search',
    play: async (page) => {
      await queuePage(page).search('status:open,waiting timeout OR "stuck threads"')
      await page.locator('mark').first().waitFor()
      await queuePage(page).box.press('Escape')
    },
  },
  {
    name: 'case',
    play: async (page) => {
      await openSample(page, 'CB-1001')
      // In a window as narrow as the pictures the story has more room without it.
      await page.getByRole('button', { name: 'Hide the left side' }).click()
    },
  },
  {
    name: 'evidence',
    play: async (page) => {
      const { timeline } = casePage(page)
      await timeline
        .getByRole('button', { name: /^unindexed-foreign-keys\.sql/ })
        .first()
        .click()
      await page
        .getByRole('dialog')
        .getByText(/^Text, read as/)
        .waitFor()
    },
  },
  {
    name: 'customer-message',
    play: async (page) => {
      await page.keyboard.press('Escape')
      await runCommand(page, 'Write to the customer')
      const { text, write } = casePage(page)
      await text.fill('We see the **same deadlock** here, and have a change of the locking order to try.')
      await text.press('Control+Enter')
      await write.getByText('Send it now?').waitFor()
    },
  },
  {
    name: 'palette',
    play: async (page) => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      await page.keyboard.type('set')
      await page.getByRole('dialog').getByRole('option').nth(2).waitFor()
    },
  },
  {
    name: 'queue-dark',
    play: async (page) => {
      await page.keyboard.press('Escape')
      await runCommand(page, 'Use the dark theme')
      await page.locator('html[data-theme=dark]').waitFor()
      await goTo(page, '/queue')
      await queuePage(page).search('')
      await queuePage(page).rows.nth(5).waitFor()
    },
  },
]
