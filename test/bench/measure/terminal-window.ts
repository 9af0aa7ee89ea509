import type { Page } from '@playwright/test'
import type { ScreenSize } from './bare-terminal.ts'

/** The rows of the terminal in front. */
export const frontRows = '[data-front] .xterm-rows'

/** Starts a terminal beside all cases and waits for its prompt. */
export const startTerminal = async (page: Page): Promise<void> => {
  await page.getByRole('navigation', { name: 'Places' }).waitFor({ timeout: 60_000 })
  await page.keyboard.press('Control+`')
  await page.waitForFunction(
    (rows) => {
      const shown = document.querySelector(rows)?.textContent?.trim()
      return Boolean(shown) && document.activeElement?.classList.contains('xterm-helper-textarea')
    },
    frontRows,
    { timeout: 60_000 },
  )
}

/** As the host was told of it. */
export const screenSize = async (page: Page): Promise<ScreenSize> => {
  await page.keyboard.type('clear; stty size | tr " " x\n')
  const shown = await page.waitForFunction(
    (rows) => /(\d+)x(\d+)/.exec(document.querySelector(rows)?.textContent ?? '')?.slice(1),
    frontRows,
  )
  const [rows = 24, columns = 80] = ((await shown.jsonValue()) ?? []).map(Number)
  return { columns, rows }
}
