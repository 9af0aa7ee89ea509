import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { casebench } from '../support/casebench.ts'
import { queuePage } from '../support/queue-page.ts'
import { type BenchUnderTest, expect, expectAccessible, test } from '../support/shell.ts'

const count = 6

const fill = async ({ dataDir }: BenchUnderTest) => {
  const lines = Array.from(
    { length: count },
    (_, at) => `${at + 1},Pool ${at + 1} leaks,open,3,Ada King,2026-01-0${at + 1}T10:00:00Z`,
  )
  const path = join(dataDir, '..', 'cases.csv')
  await writeFile(path, `id,title,status,severity,reporter,updated\n${lines.join('\n')}\n`)
  expect(await casebench(dataDir, 'import', path)).toMatchObject({ imported: count })
}

const found = async ({ dataDir }: BenchUnderTest, query: string): Promise<number> => {
  const { total } = (await casebench(dataDir, 'cases', query)) as { total: number }
  return total
}

const toasts = (page: Page) => page.getByRole('region', { name: 'Notifications' })

/** Selects by mouse the second to the fourth of the rows shown. */
const selectThree = async (page: Page) => {
  const { rows } = queuePage(page)
  await rows
    .nth(1)
    .getByText(/leaks$/)
    .click()
  await rows
    .nth(3)
    .getByText(/leaks$/)
    .click({ modifiers: ['Shift'] })
  const bar = page.getByRole('toolbar', { name: 'Change the selected cases' })
  await expect(bar.getByRole('status')).toHaveText(`3 of ${count} cases selected`)
  return bar
}

interface Act {
  /** The menu or the box of the toolbar. */
  menu: RegExp
  choose: (page: Page) => Promise<void>
  said: RegExp
  /** What finds those that were changed. */
  finds: string
}

const item = (name: string) => (page: Page) => page.getByRole('menuitem', { name }).click()

const typed = (text: string, option: string | RegExp) => async (page: Page) => {
  await page.keyboard.type(text)
  await page.getByRole('option', { name: option }).click()
}

const acts: readonly Act[] = [
  { menu: /^Status/, choose: item('Waiting'), said: /^3 cases set to waiting/, finds: 'status:waiting' },
  {
    menu: /^Severity/,
    choose: item('Severity 1, production is down'),
    said: /^3 cases set to severity 1/,
    finds: 'severity:1',
  },
  {
    menu: /^Owner/,
    choose: typed('ada', 'Ada King'),
    said: /^3 cases assigned to Ada King/,
    finds: 'owner:ada',
  },
  {
    menu: /^Add tag/,
    choose: typed('night-shift', /^Add the tag night-shift/),
    said: /^3 cases tagged night-shift/,
    finds: 'tag:night-shift',
  },
]

for (const { menu, choose, said, finds } of acts)
  test(`several cases are found by ${finds} after one act by mouse, and not after its undo`, async ({
    bench,
  }) => {
    const { page } = bench
    await fill(bench)
    await queuePage(page).holds(count)
    const bar = await selectThree(page)
    await bar.getByRole('button', { name: menu }).click()
    await expectAccessible(page)
    await choose(page)
    await expect(toasts(page).getByText(said)).toBeVisible()
    expect(await found(bench, finds)).toBe(3)

    await toasts(page).getByRole('button', { name: 'Undo' }).click()
    await expect(toasts(page).getByText(/^Undone/)).toBeVisible()
    expect(await found(bench, finds)).toBe(0)
  })

test('boxes, Ctrl and Shift choose and unchoose cases by mouse, and the cross lets all of them go', async ({
  bench,
}) => {
  const { page } = bench
  await fill(bench)
  const { rows, holds, table } = queuePage(page)
  await holds(count)
  const bar = page.getByRole('toolbar', { name: 'Change the selected cases' })
  const said = bar.getByRole('status')
  await rows.nth(0).hover()
  await rows.nth(0).getByRole('checkbox').click()
  await expect(said).toHaveText(`1 of ${count} cases selected`)
  await rows
    .nth(4)
    .getByText(/leaks$/)
    .click({ modifiers: ['ControlOrMeta'] })
  await expect(said).toHaveText(`2 of ${count} cases selected`)
  await rows.nth(4).getByRole('checkbox').click()
  await expect(said).toHaveText(`1 of ${count} cases selected`)
  await expect(table.locator('[aria-selected="true"]')).toHaveCount(1)

  await table.getByRole('checkbox', { name: /all/i }).click()
  await expect(said).toHaveText(`All ${count} cases selected`)
  await bar.getByRole('button', { name: 'Select nothing' }).click()
  await expect(bar).toBeHidden()
  await expect(table.locator('[aria-selected="true"]')).toHaveCount(0)
})

test('several cases leave for the trash by mouse, and come back', async ({ bench }) => {
  const { page } = bench
  await fill(bench)
  const queue = queuePage(page)
  await queue.holds(count)
  const bar = await selectThree(page)
  await bar.getByRole('button', { name: 'Move to the trash' }).click()
  await expect(toasts(page).getByText(/^3 cases moved to the trash/)).toBeVisible()
  // What is in the trash is not selected any more, so that no other act reaches it unseen.
  await expect(bar).toBeHidden()
  await queue.holds(count - 3)
  await toasts(page).getByRole('button', { name: 'Undo' }).click()
  await queue.holds(count)
})
