import { expect, type Locator, type Page } from '@playwright/test'

/** The page of one case, by what a person sees of it. */
export interface CasePage {
  readonly write: Locator
  readonly text: Locator
  readonly timeline: Locator
  readonly toasts: Locator
  /** Chooses who will read what is written. */
  lane(name: 'Internal' | 'Customer' | 'Expert'): Promise<void>
}

export const casePage = (page: Page): CasePage => {
  const write = page.getByRole('region', { name: 'Write' })
  return {
    write,
    text: write.getByRole('textbox', { name: 'Text' }),
    timeline: page.getByRole('region', { name: 'Timeline' }),
    toasts: page.getByRole('region', { name: 'Notifications' }),
    lane: (name) => write.getByRole('button', { name }).click(),
  }
}

/** Goes to a place of the window, such as `/case/CB-1`, as a link does. */
export const goTo = async (page: Page, path: string): Promise<void> => {
  // A window that is still being drawn goes to its own first place.
  await page.getByRole('navigation', { name: 'Places' }).waitFor()
  await page.evaluate((hash) => {
    location.hash = hash
  }, `#${path}`)
}

/** Opens a case and waits until it can be written to. */
export const openCase = async (page: Page, ref: string): Promise<CasePage> => {
  await goTo(page, `/case/${ref}`)
  const shown = casePage(page)
  await expect(shown.text).toBeEnabled()
  return shown
}
