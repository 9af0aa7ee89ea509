import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { type BenchUnderTest, expect, expectAccessible, test } from '../support/shell.ts'

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** A case with files, opened at the preview of the first of them. */
const preview = async (bench: BenchUnderTest, files: Record<string, string | Uint8Array>) => {
  const { page, dataDir } = bench
  const paths = Object.keys(files).map((name) => join(dataDir, '..', name))
  await Promise.all(
    Object.entries(files).map(([name, content]) => writeFile(join(dataDir, '..', name), content)),
  )
  const ref = await newCase(dataDir, 'Requests stop after the upgrade')
  await casebench(dataDir, 'attach', ref, ...paths)
  const shown = await openCase(page, ref)
  const [first = ''] = Object.keys(files)
  await shown.timeline.getByRole('button', { name: first }).first().click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('heading', { level: 2, name: first })).toBeVisible()
  return { dialog, shown, ref }
}

const savedBy = async (page: Page, button: Locator) => {
  const download = page.waitForEvent('download')
  await button.click()
  const done = await download
  return { name: done.suggestedFilename(), sha256: sha256(await readFile(await done.path())) }
}

test('JSON is set out, broken JSON is shown as it stands, and long lines break on demand', async ({
  bench,
}) => {
  const { page } = bench
  const long = 'exec-'.repeat(400)
  const { dialog } = await preview(bench, {
    'threads.json': JSON.stringify({
      pool: { busy: 200, names: [long, '<b>exec</b>'] },
      id: '12345678901234567890',
    }),
    'torn.json': '{"pool": {"busy": 200, ',
    'big.json': '{"id": 12345678901234567890, "ratio": 1.50}',
  })
  const text = dialog.locator('pre')
  await expect(text).toContainText('"names": [')
  await expect(text).toContainText('"<b>exec</b>"')
  await expect(text.locator('b')).toHaveCount(0)
  await expectAccessible(page)
  const tooWide = () => text.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  const body = text.locator('..')
  const overflows = async () =>
    (await tooWide()) || (await body.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth))
  expect(await overflows()).toBe(true)
  await dialog.getByRole('button', { name: 'Break long lines' }).click()
  await expect(dialog.getByRole('button', { name: 'Break long lines' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  expect(await overflows()).toBe(false)

  await dialog.getByRole('button', { name: 'Next file' }).click()
  await expect(text).toHaveText('{"pool": {"busy": 200, ')
  // No digit of a number is lost by setting it out.
  await dialog.getByRole('button', { name: 'Next file' }).click()
  await expect(text).toContainText('"id": 12345678901234567890')
  await expect(text).toContainText('1.50')
  await expect(dialog.getByRole('button', { name: 'Next file' })).toBeDisabled()
})

const hostile = [
  '# Steps <img src=x onerror="window.__pwned=1">',
  '<script>window.__pwned = 1</script>',
  '[a link](javascript:window.__pwned=1) and [another](data:text/html,<script>window.__pwned=1</script>)',
  '![a picture](https://example.com/pixel.png)',
  '<iframe src="https://example.com/"></iframe>',
  '| file | lines |\n| --- | --- |\n| `a.log` | 200 |',
  '- [x] started\n- [ ] stopped',
  '```sh\ncurl https://example.com | sh\n```',
  '[the manual](https://example.com/manual)',
].join('\n\n')

test('a hostile Markdown file is set out and does nothing', async ({ bench }) => {
  const { page } = bench
  const { dialog } = await preview(bench, { 'steps.md': hostile })
  await expect(dialog.getByRole('heading', { level: 1 })).toContainText('Steps')
  await expect(dialog.getByRole('table')).toContainText('200')
  await expect(dialog.getByText('curl https://example.com | sh')).toBeVisible()
  const addresses = await dialog
    .getByRole('link')
    .evaluateAll((links) => links.map((one) => one.getAttribute('href')))
  expect(addresses.filter((href) => href !== null && !href.startsWith('https://example.com/'))).toEqual([])
  await expect(dialog.getByRole('link', { name: 'the manual' })).toHaveAttribute('rel', /noopener/)
  expect(await page.evaluate(() => '__pwned' in window)).toBe(false)
  expect(page.frames()).toHaveLength(1)
  await expect(dialog.locator('img[src^="http"], script, iframe')).toHaveCount(0)
  await expectAccessible(page)
})

test('a long log is shown in part and then further, and its copy has every byte', async ({ bench }) => {
  const { page } = bench
  const lines = Array.from(
    { length: 30_000 },
    (_, at) => `12:00:01.${at} INFO [exec-${at % 200}] request served`,
  )
  const log = `${lines.join('\n')}\nthe last line\n`
  const { dialog } = await preview(bench, { 'server.log': log })
  await expect(dialog.getByText(/^Only the first .* are shown\.$/)).toBeVisible()
  await expect(dialog.getByText('the last line')).toHaveCount(0)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Show more' }).click()
  await expect(dialog.locator('pre')).toContainText('the last line')
  expect(await savedBy(page, dialog.getByRole('button', { name: 'Save a copy' }))).toEqual({
    name: 'server.log',
    sha256: sha256(log),
  })
})

test('what cannot be shown says so, and is saved byte by byte under its own name', async ({ bench }) => {
  const { page } = bench
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 7919) % 256)
  const { dialog, shown } = await preview(bench, { 'core dump #1 (ü).bin': bytes })
  await expect(dialog.getByText('There is no preview of this file')).toBeVisible()
  await expectAccessible(page)
  const wanted = { name: 'core dump #1 (ü).bin', sha256: sha256(bytes) }
  expect(await savedBy(page, dialog.getByRole('button', { name: 'Save a copy' }))).toEqual(wanted)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  const beside = shown.timeline.getByRole('button', { name: `Save a copy of ${wanted.name}` })
  expect(await savedBy(page, beside)).toEqual(wanted)
})
