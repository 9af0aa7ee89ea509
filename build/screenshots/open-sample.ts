import type { Page } from '@playwright/test'
import { casePage } from '../../test/support/case-page.ts'
import { queuePage } from '../../test/support/queue-page.ts'

/** Finds a case of the sample desk in the queue and opens it. */
export const openSample = async (page: Page, ref: string) => {
  const queue = queuePage(page)
  await queue.search(ref)
  await queue.holds(1)
  await queue.rows.first().dblclick()
  await casePage(page).timeline.getByRole('article').first().waitFor()
}
