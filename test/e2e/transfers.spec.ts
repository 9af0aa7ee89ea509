import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { casePage, goTo, openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible } from '../support/shell.ts'
import type { Team } from '../support/team.ts'
import { test } from '../support/team-journey.ts'

const title = 'The heap grows overnight'

const file = async (folder: string, name: string, bytes: number): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, randomBytes(bytes))
  return path
}

/** Types a figure of the settings of files, as it takes effect when the field is left. */
const setFigure = async (page: Page, label: string, value: string) => {
  const field = page.getByRole('textbox', { name: label })
  await field.fill(value)
  await field.press('Enter')
  await expect(field).toHaveValue(value)
}

/** A bench of Mara's with a case, connected; answers the case's reference. */
const connected = async (team: Team, dataDir: string): Promise<string> => {
  await team.connect(dataDir, 'Mara Lindqvist')
  return newCase(dataDir, title)
}

const facts = (page: Page) => page.getByRole('region', { name: 'Files', exact: true })
const transfers = (page: Page) => page.getByRole('grid', { name: 'Transfers' })

test('a large file waits for a yes, goes up at the pace that was set, and rests in between', async ({
  bench,
  team,
  folder,
}) => {
  const { page, dataDir } = bench
  const ref = await connected(team, dataDir)
  await goTo(page, '/settings/sync')
  await setFigure(page, 'Ask before files larger than (MB)', '1')
  await page.getByRole('textbox', { name: 'Upload at most (KB/s)' }).fill('5')
  await expect(page.getByRole('alert')).toContainText('Give a whole number from 64')
  // So slow that it cannot be over before a person has done all that follows.
  await setFigure(page, 'Upload at most (KB/s)', '100')
  await expectAccessible(page)

  await casebench(dataDir, 'attach', ref, await file(folder, 'heap.hprof', 30_000_000))
  await openCase(page, ref)
  await runCommand(page, 'Sync now')
  const files = facts(page)
  await expect(files.getByText('Waits for your yes')).toBeVisible()
  await expect(files.getByText('It is larger than what goes without asking.')).toBeVisible()
  await expectAccessible(page)
  await files.getByRole('button', { name: 'Send it: heap.hprof' }).click()
  await expect(files.getByText(/^Uploading \d+ %/)).toBeVisible()
  await expect(page.locator('footer').getByRole('button', { name: /1 file to go/ })).toBeVisible()

  await goTo(page, '/sync')
  const row = transfers(page).getByRole('row', { name: /heap\.hprof/ })
  await expect(row.getByText(/^Uploading [1-9]\d* % · .*kB\/s/)).toBeVisible()
  await expect(row.getByText(ref)).toBeVisible()
  await expectAccessible(page)
  await row.getByRole('button', { name: 'Pause: heap.hprof' }).click()
  await expect(row.getByText(/^Paused/)).toBeVisible()
  await row.getByRole('button', { name: 'Resume: heap.hprof' }).click()
  await expect(row.getByText(/^Uploading/)).toBeVisible()
  await page.getByRole('button', { name: 'Pause all transfers' }).click()
  await expect(row.getByText(/All transfers are paused/)).toBeVisible()
  await goTo(page, '/settings/sync')
  await setFigure(page, 'Upload at most (KB/s)', '')
  await goTo(page, '/sync')
  await page.getByRole('button', { name: 'Resume all transfers' }).click()
  await expect(page.getByText('No file is on its way.', { exact: false })).toBeVisible()

  await transfers(page).waitFor({ state: 'detached' })
  await goTo(page, `/case/${ref}`)
  await expect(files.getByRole('img', { name: 'Here and at the service' })).toBeVisible()
  await files.getByRole('button', { name: 'Where heap.hprof is kept' }).click()
  await page.getByRole('menuitem', { name: 'Remove the copy here' }).click()
  await expect(files.getByText('At the service only')).toBeVisible()
})

test('files that are at the service only are fetched when they are asked for, and open then', async ({
  bench,
  team,
  folder,
}) => {
  const { page, dataDir } = bench
  const ref = await connected(team, dataDir)
  await casebench(dataDir, 'sync', '--once')
  await goTo(page, '/settings/sync')
  await setFigure(page, 'Fetch files of my cases by themselves up to (MB)', '0')
  await setFigure(page, 'Ask before files larger than (MB)', '1')
  const other = await team.other('Ada King')
  await other.sync()
  const notes = join(folder, 'notes.txt')
  await writeFile(notes, 'The batch holds every order until it ends.\n')
  const report = join(folder, 'report.txt')
  await writeFile(report, 'Retained by the session cache.\n'.repeat(100_000))
  const theirs = await other.refOf(title)
  for (const path of [notes, report, await file(folder, 'a.bin', 400), await file(folder, 'b.bin', 600)])
    await other.run('attach', theirs, path)
  await other.sync()

  const { toasts } = await openCase(page, ref)
  await runCommand(page, 'Sync now')
  const files = facts(page)
  await expect(files.getByText('At the service only')).toHaveCount(4)
  await expectAccessible(page)
  // A small one comes without a question, and says when it is here.
  await files.getByRole('button', { name: /^Fetch: notes\.txt/ }).click()
  await toasts.getByRole('button', { name: 'Open' }).click()
  const preview = page.getByRole('dialog', { name: 'notes.txt' })
  await expect(preview.getByText('The batch holds every order until it ends.')).toBeVisible()
  await page.keyboard.press('Escape')

  // A large one is looked at, asked for, and stands there once it has come.
  await files.getByRole('button', { name: /^report\.txt/ }).click()
  const large = page.getByRole('dialog', { name: 'report.txt' })
  await expect(large.getByText('This file is not on this computer')).toBeVisible()
  await expectAccessible(page)
  await large.getByRole('button', { name: 'Fetch (3.1 MB)' }).click()
  const question = page.getByRole('alertdialog', { name: 'Fetch report.txt (3.1 MB)?' })
  await question.getByRole('button', { name: 'Fetch' }).click()
  await expect(large.getByText('Retained by the session cache.')).toBeVisible()
  await page.keyboard.press('Escape')

  await files.getByRole('button', { name: 'Fetch all (1.0 kB)' }).click()
  await expect(files.getByRole('img', { name: 'Here and at the service' })).toHaveCount(4)
  await files.getByRole('button', { name: 'Where report.txt is kept' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Keep on this computer' }).click()
  await expect(files.getByRole('img', { name: /kept on this computer$/ })).toBeVisible()
  await files.getByRole('button', { name: 'Where report.txt is kept' }).click()
  await expect(page.getByRole('menuitem', { name: 'Remove the copy here' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(casePage(page).toasts.getByText(/cannot|failed/)).toHaveCount(0)
})
