import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { goTo } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { expect, test } from '../support/shell.ts'

/** A file and a terminal of a case are open; looks at whether both show words in the page's own colour. */
const openBoth = async (page: Page, dataDir: string) => {
  const ref = await newCase(dataDir, 'Read in peace')
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  await writeFile(join(path, 'notes.txt'), 'plain words\n')
  await goTo(page, `/file/${ref}/notes.txt`)
  const words = page.locator('.monaco-editor .view-line span span').first()
  await expect(words).toHaveText(/^plain/)
  await page.keyboard.press('Control+`')
  const rows = page.locator('[data-front] .xterm-rows')
  await expect(rows).toContainText(ref)
  return async () => {
    const text = await page.evaluate(() => getComputedStyle(document.body).color)
    await expect(words).toHaveCSS('color', text)
    await expect(rows).toHaveCSS('color', text)
    return text
  }
}

test('who asks for less motion reads files and terminals in the colours of everybody', async ({ bench }) => {
  await bench.page.emulateMedia({ reducedMotion: 'reduce' })
  const expectColours = await openBoth(bench.page, bench.dataDir)
  await expectColours()
})

test('files and terminals follow the system from light to dark and back', async ({ bench }) => {
  await bench.page.emulateMedia({ colorScheme: 'light' })
  const expectColours = await openBoth(bench.page, bench.dataDir)
  const light = await expectColours()
  await bench.page.emulateMedia({ colorScheme: 'dark' })
  expect(await expectColours()).not.toBe(light)
  await bench.page.emulateMedia({ colorScheme: 'light' })
  expect(await expectColours()).toBe(light)
})
