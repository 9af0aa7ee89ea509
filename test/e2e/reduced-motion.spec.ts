import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { goTo } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { expect, test } from '../support/shell.ts'

test('who asks for less motion reads files and terminals in the colours of everybody', async ({ bench }) => {
  const { page, dataDir } = bench
  const ref = await newCase(dataDir, 'Read in peace')
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  await writeFile(join(path, 'notes.txt'), 'plain words\n')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await goTo(page, `/file/${ref}/notes.txt`)
  const words = page.locator('.monaco-editor .view-line span span').first()
  await expect(words).toHaveText(/^plain/)
  const text = await page.evaluate(() => getComputedStyle(document.body).color)
  await expect(words).toHaveCSS('color', text)
  await page.keyboard.press('Control+`')
  await expect(page.locator('[data-front] .xterm-rows')).toContainText(ref)
  await expect(page.locator('[data-front] .xterm-rows')).toHaveCSS('color', text)
})
