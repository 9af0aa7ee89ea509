import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import { goTo, openCase } from '../support/case-page.ts'
import { casebench } from '../support/casebench.ts'
import { type BenchUnderTest, expect, expectAccessible, test } from '../support/shell.ts'

/** What a customer sends: their configuration as an archive. */
const archive = async (): Promise<Buffer> => {
  const tar = pack()
  tar.entry({ name: 'conf/pool.properties' }, 'pool.size=8\npool.wait=30\n')
  tar.entry({ name: 'conf/server.xml' }, '<Server port="8005"/>\n')
  tar.finalize()
  return buffer(tar.pipe(createGzip()))
}

const importCase = async ({ dataDir }: BenchUnderTest) => {
  const file = {
    name: 'conf.tar.gz',
    mediaType: 'application/gzip',
    content: { base64: (await archive()).toString('base64') },
  }
  const event = {
    externalId: 'e1',
    kind: 'attachment',
    lane: 'customer',
    at: 1_704_448_800_000,
    files: [file],
  }
  const record = { system: 'acme', externalId: '42', title: 'Pool exhausted after failover', events: [event] }
  const path = join(dataDir, '..', 'desk.json')
  await writeFile(path, JSON.stringify({ casebench: 1, records: [record] }))
  await casebench(dataDir, 'import', path)
}

test('from an imported case to a patch with its evidence, which are all there after a restart', async ({
  bench,
}) => {
  await importCase(bench)
  const { page } = bench
  const shown = await openCase(page, 'CB-1001')

  await page.keyboard.press('Control+Shift+E')
  await page.getByRole('button', { name: 'Unpack attachments' }).click()
  await expect(shown.toasts.getByText(/2 files of CB-1001 unpacked/)).toBeVisible()

  await goTo(page, '/file/CB-1001/conf/pool.properties')
  await page.locator('.monaco-editor .view-lines').last().click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('End')
  await page.keyboard.type('0')
  await page.keyboard.press('Control+s')
  await goTo(page, '/changes/CB-1001')
  await expect(page.getByText('+pool.size=80')).toBeVisible()

  await goTo(page, '/case/CB-1001')
  await page.keyboard.press('Control+`')
  const screen = page.locator('[data-front] .xterm-rows')
  await expect(page.locator('[data-front]').getByRole('textbox', { name: /^Terminal / })).toBeFocused()
  await expect(screen).toContainText('CB-1001')
  await page.keyboard.type('cat conf/nothing.properties\n')
  await expect(screen).toContainText('No such file')
  await page.keyboard.press('Control+Shift+A')
  await expect(shown.timeline.getByText(/failed, exit 1/)).toBeVisible()
  await page.keyboard.type('cat conf/pool.properties\n')
  await expect(screen).toContainText('pool.size=80')
  await page.keyboard.press('Control+Shift+A')
  await expect(shown.timeline.getByText('succeeded, exit 0')).toBeVisible()

  await goTo(page, '/changes/CB-1001')
  await page.getByRole('button', { name: 'Make a patch' }).click()
  await page.getByRole('textbox', { name: 'Message' }).fill('Give the pool room for a failover')
  await page.getByRole('button', { name: 'Make and attach' }).click()
  await expect(page.getByRole('heading', { name: 'Give the pool room for a failover' }).first()).toBeVisible()

  await bench.restart()
  const again = await openCase(bench.page, 'CB-1001')
  const diff = again.timeline.getByRole('region', { name: 'Patch Give the pool room for a failover' })
  await expect(diff.getByText('+pool.size=80')).toBeVisible()
  await expect(diff.getByText('-pool.size=8', { exact: true })).toBeVisible()
  const passed = again.timeline.getByRole('region', { name: 'Command cat conf/pool.properties' })
  await expect(passed).toContainText('succeeded, exit 0')
  await expect(passed.getByRole('region', { name: 'What it printed' })).toContainText('pool.wait=30')
  await expectAccessible(bench.page)
  await again.timeline.getByRole('button', { name: /^cat-conf-pool\.properties\.cast/ }).click()
  await expect(bench.page.getByRole('dialog').locator('.xterm-rows')).toContainText('pool.size=80')
})
