import { expect, type Locator, type Page } from '@playwright/test'

/** The queue, by what a person sees of it. */
export interface QueuePage {
  readonly box: Locator
  readonly table: Locator
  /** The rows of cases, without the headings. */
  readonly rows: Locator
  /** Searches as with Enter. */
  search(query: string): Promise<void>
  /** Waits until the list says that it holds so many cases. */
  holds(count: number): Promise<void>
}

export const queuePage = (page: Page): QueuePage => {
  const box = page.getByRole('combobox', { name: 'Search cases' })
  const table = page.getByRole('grid', { name: 'Cases', exact: true })
  return {
    box,
    table,
    rows: table.locator('[data-index]'),
    async search(query) {
      await box.fill(query)
      await box.press('Enter')
    },
    holds: (count) =>
      expect(page.getByText(count === 1 ? '1 case' : `${count} cases`, { exact: true })).toBeVisible(),
  }
}

/** Runs a command by its title, from the keyboard. */
export const runCommand = async (page: Page, title: string): Promise<void> => {
  await expect(page.getByRole('button', { name: 'Search or run a command' })).toBeVisible()
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Search or run a command' })
  await palette.getByRole('combobox').fill(`>${title}`)
  await expect(palette.getByRole('option', { selected: true })).toContainText(title)
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
}
