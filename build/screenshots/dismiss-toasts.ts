import type { Page } from '@playwright/test'

/** What was said when an act was done does not cover the picture of the next one. */
export const dismissToasts = async (page: Page): Promise<void> => {
  const dismiss = page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Dismiss' })
  while ((await dismiss.count()) > 0) await dismiss.first().click()
}
