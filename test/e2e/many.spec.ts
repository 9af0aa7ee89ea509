import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openCase } from '../support/case-page.ts'
import { casebench } from '../support/casebench.ts'
import { queuePage } from '../support/queue-page.ts'
import { type BenchUnderTest, expect, expectAccessible, test } from '../support/shell.ts'

const titles = ['Pool exhausted', 'Pool leaks', 'Queue stands still', 'Certificate expired']

const fill = async ({ dataDir }: BenchUnderTest) => {
  const lines = titles.map((title, at) => `${at + 1},${title},open,2026-01-0${at + 1}T10:00:00Z`)
  const path = join(dataDir, '..', 'cases.csv')
  await writeFile(path, `id,title,status,updated\n${lines.join('\n')}\n`)
  expect(await casebench(dataDir, 'import', path)).toMatchObject({ imported: titles.length })
}

const statuses = async (dataDir: string) => {
  const { cases } = (await casebench(dataDir, 'cases', '--sort', 'created')) as {
    cases: { status: string }[]
  }
  return cases.map(({ status }) => status).toSorted()
}

test('three cases are changed at once, and one undo takes all of it back', async ({ bench }) => {
  const { page } = bench
  await fill(bench)
  const queue = queuePage(page)
  await queue.holds(4)
  await queue.table.focus()
  for (const key of ['x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key)
  const bar = page.getByRole('toolbar', { name: 'Change the selected cases' })
  await expect(bar.getByText('3 of 4 cases selected')).toBeVisible()
  await expectAccessible(page)

  await bar.getByRole('button', { name: /^Status/ }).click()
  await page.getByRole('menuitem', { name: 'Waiting' }).click()
  await expect(page.getByText(/^3 cases set to waiting/)).toBeVisible()
  expect(await statuses(bench.dataDir)).toEqual(['open', 'waiting', 'waiting', 'waiting'])

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/^Undone/)).toBeVisible()
  expect(await statuses(bench.dataDir)).toEqual(['open', 'open', 'open', 'open'])
})

test('a case is merged after a look at what that does, and undone', async ({ bench }) => {
  const { page } = bench
  await fill(bench)
  const { cases } = (await casebench(bench.dataDir, 'cases', 'pool')) as {
    cases: { ref: string; title: string }[]
  }
  const refOf = (title: string) => cases.find((one) => one.title === title)?.ref ?? ''
  const from = refOf('Pool leaks')
  const into = refOf('Pool exhausted')
  const shown = await openCase(page, from)
  await shown.text.fill('Seen on both nodes.')
  await shown.text.press('Control+Enter')
  await expect(shown.timeline.getByText('Seen on both nodes.')).toBeVisible()

  await page.getByRole('button', { name: 'More acts' }).click()
  await page.getByRole('menuitem', { name: /^Merge into another case/ }).click()
  const dialog = page.getByRole('dialog', { name: `Merge ${from} into another case` })
  await dialog.getByLabel('The case that stays').click()
  await page.keyboard.type('exhausted')
  await page.getByRole('option', { name: new RegExp(into) }).click()
  await expect(dialog.getByText(/events? and .*files? go over to/)).toContainText(into)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: `Merge into ${into}` }).click()

  await expect(page.getByRole('heading', { level: 1, name: 'Pool exhausted' })).toBeVisible()
  await expect(page.getByText(`${from} is merged into ${into}`)).toBeVisible()
  await expect(shown.timeline.getByText('Seen on both nodes.')).toBeVisible()

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(shown.timeline.getByText('Seen on both nodes.')).toHaveCount(0)
  const again = await openCase(page, from)
  await expect(again.timeline.getByText('Seen on both nodes.')).toBeVisible()
})
