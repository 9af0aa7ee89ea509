import type { Locator, Page } from '@playwright/test'
import { openCase } from './case-page.ts'
import { newCase } from './casebench.ts'
import { type BenchUnderTest, expect } from './shell.ts'

/** The terminal in front, by what a person sees of it. */
export interface TerminalPage {
  readonly page: Page
  /** The case that it belongs to. */
  readonly ref: string
  readonly screen: Locator
  readonly input: Locator
  type(text: string): Promise<void>
}

/** A terminal of a new case, ready for keys. */
export const openTerminal = async (bench: BenchUnderTest, title: string): Promise<TerminalPage> => {
  const { page } = bench
  const ref = await newCase(bench.dataDir, title)
  // Wide enough that no prompt is broken where something stands beside it.
  await page.setViewportSize({ width: 1920, height: 1080 })
  await openCase(page, ref)
  await page.keyboard.press('Control+`')
  const screen = page.locator('[data-front] .xterm-rows')
  const input = page.locator('[data-front]').getByRole('textbox', { name: /^Terminal / })
  await expect(input).toBeFocused()
  await expect(screen).toContainText(ref)
  return { page, ref, screen, input, type: (text) => page.keyboard.type(text) }
}
