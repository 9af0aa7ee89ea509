import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { type BenchUnderTest, expect, expectAccessible, test } from '../support/shell.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A file of `megabytes` that no compression and no repetition makes smaller than it says. */
const largeBytes = (megabytes: number): Buffer => {
  const bytes = Buffer.alloc(megabytes * 1024 * 1024)
  let state = 42
  for (let at = 0; at < bytes.length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes.writeUInt32LE(state, at)
  }
  return bytes
}

const attach = async (page: Page, paths: string | string[]) => {
  const chooser = page.waitForEvent('filechooser')
  await page.keyboard.press('u')
  await (await chooser).setFiles(paths)
}

const shelf = ({ dataDir }: BenchUnderTest, name: string) => join(dataDir, '..', name)

test('a large file is attached with its progress, told when known already, and saved as it was', async ({
  bench,
}) => {
  const { page } = bench
  const ref = await newCase(bench.dataDir, 'Heap grows until the node is killed')
  const shown = await openCase(page, ref)
  const bytes = largeBytes(30)
  const path = shelf(bench, 'heap.hprof')
  await writeFile(path, bytes)

  // What is shown only while bytes are on their way must have been there when they have arrived.
  await page.evaluate(() => {
    const seen: number[] = []
    Object.assign(window, { progressSeen: seen })
    new MutationObserver(() => {
      const bar = document.querySelector('footer [role="progressbar"]')
      const now = bar?.getAttribute('aria-valuenow')
      if (now !== null && now !== undefined) seen.push(Number(now))
    }).observe(document.body, { subtree: true, childList: true, attributes: true })
  })
  await attach(page, path)
  await expect(shown.toasts.getByText(`heap.hprof attached to ${ref}`)).toBeVisible()
  const seen = await page.evaluate(() => (window as unknown as { progressSeen: number[] }).progressSeen)
  expect(seen.some((share) => share > 0 && share < 100)).toBe(true)

  await attach(page, path)
  await expect(shown.toasts.getByText(`heap.hprof attached to ${ref}, already stored`)).toBeVisible()

  const save = shown.timeline.getByRole('button', { name: 'Save a copy of heap.hprof' }).first()
  const download = page.waitForEvent('download')
  await save.click()
  const copy = await (await download).path()
  expect(sha256(await readFile(copy))).toBe(sha256(bytes))

  const { attachments } = (await casebench(bench.dataDir, 'show', ref)) as {
    attachments: { sha256: string }[]
  }
  expect(new Set(attachments.map((one) => one.sha256))).toEqual(new Set([sha256(bytes)]))
})

const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('text, JSON, Markdown and a picture are shown, and one leads to the next', async ({ bench }) => {
  const { page } = bench
  const ref = await newCase(bench.dataDir, 'Requests stop after the upgrade')
  const shown = await openCase(page, ref)
  const files: [string, string | Buffer][] = [
    ['server.log', '12:00:01 SEVERE [exec-7] Caught java.net.SocketTimeoutException\n'],
    ['threads.json', '{"pool":"exec","busy":200,"max":200}'],
    ['steps.md', '# Steps\n\n1. Start the node\n2. Send **200** requests\n'],
    ['graph.png', dot],
  ]
  for (const [name, content] of files) await writeFile(shelf(bench, name), content)
  await attach(
    page,
    files.map(([name]) => shelf(bench, name)),
  )
  await expect(shown.toasts.getByText(`4 files attached to ${ref}`)).toBeVisible()

  await shown.timeline.getByRole('button', { name: /^server\.log/ }).click()
  const preview = page.getByRole('dialog')
  await expect(preview.getByText('java.net.SocketTimeoutException')).toBeVisible()
  await expectAccessible(page)

  await page.keyboard.press('ArrowRight')
  await expect(preview.getByText('"busy"')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(preview.getByRole('heading', { name: 'Steps', exact: true })).toBeVisible()
  await expect(preview.getByRole('listitem')).toHaveCount(2)
  await page.keyboard.press('ArrowRight')
  const picture = preview.getByRole('img', { name: 'graph.png' })
  await expect(picture).toBeVisible()
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
  await page.keyboard.press('Escape')
  await expect(preview).toBeHidden()
})

test('files that are dropped on a case are attached to it', async ({ bench }) => {
  const { page } = bench
  const ref = await newCase(bench.dataDir, 'The listener refuses the standby')
  const shown = await openCase(page, ref)
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['TNS-12514: no listener knows the service\n'], 'listener.log'))
    return transfer
  })
  const zone = page.getByRole('region', { name: `Attach to ${ref}` })
  for (const type of ['dragenter', 'dragover', 'drop'])
    await zone.dispatchEvent(type, { dataTransfer: dropped })
  await expect(shown.toasts.getByText(`listener.log attached to ${ref}`)).toBeVisible()
  await shown.timeline.getByRole('button', { name: /^listener\.log/ }).click()
  await expect(page.getByRole('dialog').getByText('TNS-12514')).toBeVisible()
})
