import { execFile } from 'node:child_process'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { repositoryRoot } from '../../build/repository.ts'
import { openDatabase } from '../../host/database/database.ts'
import { casePage, openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { noDisk, readOnlyDisk, smallDisk } from '../support/disk.ts'
import { type BenchUnderTest, expect, expectAccessible, test } from '../support/shell.ts'

const megabyte = 1024 * 1024
const title = 'Listener refuses after patching'

/** Looks at the screen that takes the bench's place: its sentence, in light and dark. */
const expectRefused = async (page: Page, sentence: RegExp) => {
  const screen = page.getByRole('alert')
  await expect(screen.getByRole('heading', { name: 'The bench cannot be opened' })).toBeVisible()
  await expect(screen).toContainText(sentence)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page)
  }
}

/** Tries again with the trouble still there, which changes nothing. */
const expectStillRefused = async (page: Page, sentence: RegExp) => {
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('alert')).toContainText(sentence)
}

/** Opens the bench from the screen and finds the case on it. */
const expectAllThere = async ({ page }: BenchUnderTest, ref: string) => {
  await page.getByRole('button', { name: 'Try again' }).click()
  await openCase(page, ref)
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
}

const inDatabase = (dataDir: string, sql: string) => {
  const file = openDatabase(join(dataDir, 'bench.db'), 'write')
  file.exec(sql)
  file.close()
}

test('data of a newer version is left alone until the program knows it', async ({ bench }) => {
  const ref = await newCase(bench.dataDir, title)
  await bench.stop()
  const known = openDatabase(join(bench.dataDir, 'bench.db'), 'read')
  const version = known.reader.value<number>('pragma user_version')
  known.close()
  inDatabase(bench.dataDir, 'pragma user_version = 9999')
  await bench.restart()
  const sentence = /written by a newer Casebench .* Nothing was changed\. Update Casebench/
  await expectRefused(bench.page, sentence)
  await expectStillRefused(bench.page, sentence)
  inDatabase(bench.dataDir, `pragma user_version = ${version}`)
  await expectAllThere(bench, ref)
})

test('a damaged database is replaced by a backup while the window waits', async ({ bench }) => {
  const { dataDir } = bench
  const ref = await newCase(dataDir, title)
  const backup = join(dirname(dataDir), 'bench.casebench')
  await casebench(dataDir, 'backup', '-o', backup)
  await bench.stop()
  const file = await open(join(dataDir, 'bench.db'), 'r+')
  await file.write(Buffer.alloc(8192, 'torn'), 0, 8192, 0)
  await file.close()
  await bench.restart()
  const sentence = /database file is damaged\. .* "casebench restore FILE --force"; .* kept/
  await expectRefused(bench.page, sentence)
  await expectStillRefused(bench.page, sentence)
  const restored = await casebench(dataDir, 'restore', backup, '--force')
  const { movedAside } = restored as { movedAside: string }
  expect(readdirSync(movedAside)).toContain('bench.db')
  await expectAllThere(bench, ref)
})

test('a data folder that cannot be written to is opened once it can', async ({ bench }) => {
  const ref = await newCase(bench.dataDir, title)
  await bench.stop()
  using disk = readOnlyDisk(bench.dataDir)
  test.skip(!disk, noDisk)
  await bench.restart()
  const sentence = /cannot be written to\. Nothing was changed\. Check who owns it/
  await expectRefused(bench.page, sentence)
  await expectStillRefused(bench.page, sentence)
  disk?.[Symbol.dispose]()
  await expectAllThere(bench, ref)
})

test('on a full disk a note stays in its box until there is room', async ({ bench }) => {
  const { dataDir } = bench
  await bench.stop()
  using disk = smallDisk(dataDir, 24)
  test.skip(!disk, noDisk)
  await bench.restart()
  const ref = await newCase(dataDir, title)
  const { text, timeline, toasts, write } = await openCase(bench.page, ref)
  await text.fill('Saved while there was room.')
  await text.press('Control+Enter')
  await expect(timeline.getByText('Saved while there was room.')).toBeVisible()
  const fillers = ['filler', 'another'].map((name) => join(dataDir, name))
  const fill = (path = '') => expect(() => writeFileSync(path, Buffer.alloc(24 * megabyte))).toThrow('ENOSPC')
  fill(fillers[0])

  // More than the log of the database may still have room for, which is used again from its beginning.
  const long = `Kept in its box. ${'x'.repeat(600_000)}`
  const refusal = toasts
    .or(write)
    .getByText(/disk is full, so this was not saved\. .* Free some space/)
    .first()
  await text.fill(long)
  await text.press('Control+Enter')
  await expect(refusal).toBeVisible()
  await expectAccessible(bench.page)
  await expect(text).toHaveValue(long)
  await expect(timeline.getByText('Kept in its box.')).toHaveCount(0)
  const draftSaved = await write.getByText('Draft saved').isVisible()

  await bench.stop()
  // The log that went with the bench left room.
  fill(fillers[1])
  await bench.restart()
  const sentence = /disk (that )?is full.* What was saved before is safe\. Free some space/
  await expectRefused(bench.page, sentence)
  await expectStillRefused(bench.page, sentence)
  for (const filler of fillers) rmSync(filler)
  await expectAllThere(bench, ref)
  const after = casePage(bench.page)
  await expect(after.timeline.getByText('Saved while there was room.')).toBeVisible()
  // Whether the smaller draft had room is the disk's affair; that what was shown as saved is there is ours.
  if (draftSaved) await expect(after.text).toHaveValue(long)
  await after.text.fill(long)
  await after.text.press('Control+Enter')
  await expect(after.timeline.getByText('Kept in its box.')).toBeVisible()
  await bench.stop()
})

test('a second start on the same data gives a second window on the same bench', async ({ bench }, info) => {
  test.skip(info.project.name === 'desktop-shell', 'the desktop shell brings its window to the front instead')
  const { dataDir, page } = bench
  const ref = await newCase(dataDir, title)
  const first = await openCase(page, ref)
  await first.text.fill('Half a sentence')
  const entry = [join(repositoryRoot, 'host/entry/serve.ts'), '--data', dataDir]
  const { stdout } = await promisify(execFile)(process.execPath, entry)
  expect(stdout).toContain('Casebench is running on this data folder already. A new link:')
  const window = await page.context().newPage()
  await window.goto(/http\S+/.exec(stdout)?.[0] ?? '')
  const second = await openCase(window, ref)
  await second.lane('Expert')
  await second.text.fill('Written in the second window.')
  await second.text.press('Control+Enter')
  await expect(first.timeline.getByText('Written in the second window.')).toBeVisible()
  await expect(first.text).toHaveValue('Half a sentence')
})

test('a window that lost its program or its styles on the way asks for them again', async ({
  bench,
}, info) => {
  test.skip(info.project.name === 'desktop-shell', 'the desktop shell reads its window from the disk')
  const { page } = bench
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeVisible()
  // In a window of its own: what is lost stands in its console.
  const storageState = await page.context().storageState()
  const context = await page.context().browser()?.newContext({ storageState })
  const window = await context?.newPage()
  if (!window) throw new Error('There is no second window')
  const lost = new Set<string>()
  for (const part of [/\/index-[^/]+\.js$/, /\/index-[^/]+\.css$/])
    await window.route(part, (route) => {
      const { pathname } = new URL(route.request().url())
      if (lost.has(pathname)) return route.continue()
      lost.add(pathname)
      return route.abort()
    })
  await window.goto(new URL('/', page.url()).href)
  await expect(window.getByRole('navigation', { name: 'Places' })).toBeVisible()
  expect(lost.size).toBe(2)
  const sheets = () => window.evaluate(() => [...document.styleSheets].map(({ href }) => href ?? ''))
  await expect.poll(sheets).toContainEqual(expect.stringMatching(/\/index-[^/]+\.css$/))
  await context?.close()
})
