import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { casePage, goTo, openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible } from '../support/shell.ts'
import { test } from '../support/team-journey.ts'

const title = 'Pool exhausted after the patch'

/** A case of the bench that its team has too. */
const sharedCase = async (dataDir: string, facts: readonly string[] = []): Promise<string> => {
  const ref = await newCase(dataDir, title, facts)
  expect(await casebench(dataDir, 'sync', '--once')).toMatchObject({ upToDate: true })
  return ref
}

/** What the status bar says of sync. */
const state = (page: Page, text: string | RegExp) =>
  page.locator('footer').getByRole('button', { name: text })

const band = (page: Page) => page.getByRole('region', { name: 'Conflicts' })

test('a bench is connected in the window, and what another one writes arrives', async ({ bench, team }) => {
  const { page, dataDir } = bench
  const ref = await newCase(dataDir, title)
  await state(page, /^On this bench only/).click()
  const dialog = page.getByRole('dialog', { name: 'Connect to your team' })
  await expect(dialog).toBeVisible()
  await expectAccessible(page)
  const address = dialog.getByRole('textbox', { name: 'Address of the service' })
  const token = dialog.getByLabel('Token', { exact: true })

  await address.fill('http://casebench.example.com')
  await token.fill('cbt_made-up')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('anybody on the way could read your token')
  await address.fill('http://127.0.0.1:9')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toBeVisible()
  await expect(address).toHaveAttribute('aria-invalid', 'true')
  await address.fill(team.central.url)
  await page.keyboard.press('Enter')
  await expect(token).toHaveAttribute('aria-invalid', 'true')
  await token.fill(await team.central.addUser('Mara Lindqvist'))
  await page.keyboard.press('Enter')
  await expect(casePage(page).toasts.getByText(/^Connected to .* as Mara Lindqvist$/)).toBeVisible()
  await expect(dialog).toBeHidden()
  await expect(state(page, /^Sync: Up to date/)).toBeVisible()

  await casebench(dataDir, 'sync', '--once')
  const other = await team.other('Ada King')
  await other.sync()
  await openCase(page, ref)
  await other.run('note', await other.refOf(title), '--lane', 'internal', 'The pool leaks in the batch.')
  await other.sync()
  await expect(casePage(page).timeline.getByText('The pool leaks in the batch.')).toBeVisible()
})

test('without the service one works on, and what waited is sent when it is back', async ({ bench, team }) => {
  const { page, dataDir } = bench
  await team.connect(dataDir, 'Mara Lindqvist')
  const ref = await sharedCase(dataDir)
  await team.central.stop()
  await runCommand(page, 'Sync now')
  await expect(state(page, /^Sync: Offline/)).toBeVisible()
  const { text, timeline } = await openCase(page, ref)
  await text.fill('Written on a train.')
  await text.press('Control+Enter')
  await expect(timeline.getByText('Written on a train.')).toBeVisible()
  await state(page, /^Sync: Offline, 1 waiting/).click()

  await expect(page.getByRole('heading', { name: 'Offline' })).toBeVisible()
  const waiting = page.getByRole('grid', { name: 'Changes waiting to be sent' })
  await expect(waiting.getByText(`Note on ${ref}`)).toBeVisible()
  await expectAccessible(page)
  await waiting.focus()
  await page.keyboard.press('Enter')
  await expect(timeline.getByText('Written on a train.')).toBeVisible()

  await team.central.start()
  await runCommand(page, 'Sync now')
  await expect(state(page, /^Sync: Up to date/)).toBeVisible()
  await goTo(page, '/sync')
  await expect(page.getByText(/^Nothing waits\./)).toBeVisible()
  await expectAccessible(page)
  const other = await team.other('Ada King')
  await other.sync()
  expect(JSON.stringify(await other.run('show', await other.refOf(title)))).toContain('Written on a train.')
})

test('what the service refuses waits with its reason, and is given up or sent again', async ({
  bench,
  team,
}) => {
  const { page, dataDir } = bench
  await team.connect(dataDir, 'Mara Lindqvist')
  const [given, kept] = [await sharedCase(dataDir), await sharedCase(dataDir)]
  await newCase(dataDir, 'A case of the customer', ['customer=Acme'])
  await casebench(dataDir, 'sync', '--once')
  const { customers } = (await casebench(dataDir, 'customers')) as { customers: { id: string }[] }
  const acme = customers[0]?.id ?? ''
  await runCommand(page, 'Pause sync')
  await expect(state(page, /^Sync: Sync paused/)).toBeVisible()
  for (const ref of [given, kept]) await casebench(dataDir, 'set', ref, 'customer=Acme')
  await team.central.restrict(acme, true)
  await runCommand(page, 'Resume sync')
  await state(page, /^Sync: Needs attention 2/).click()
  const list = page.getByRole('grid', { name: 'Refused changes' })
  await expect(list.getByText(`Customer of ${kept}`)).toBeVisible()
  await expect(list.getByText(/^You have no access to what this changes/)).toHaveCount(2)
  await expectAccessible(page)

  await list.focus()
  await page.keyboard.press('Delete')
  const question = page.getByRole('alertdialog', { name: 'Discard this change?' })
  await expect(question).toContainText(`Customer of ${given}`)
  const download = page.waitForEvent('download')
  await question.getByRole('button', { name: 'Discard and save the file' }).click()
  expect(await readFile(await (await download).path(), 'utf8')).toContain(acme)
  await expect(state(page, /^Sync: Needs attention 1/)).toBeVisible()

  await team.central.restrict(acme, false)
  await list.focus()
  await page.keyboard.press('r')
  await expect(casePage(page).toasts.getByText(`Customer of ${kept} is sent again`)).toBeVisible()
  await expect(page.getByText(/^Nothing was refused\./)).toBeVisible()
  await expect(state(page, /^Sync: Up to date/)).toBeVisible()
  expect(await casebench(dataDir, 'show', kept)).toMatchObject({ customer: 'Acme' })
  expect(await casebench(dataDir, 'show', given)).toMatchObject({ customer: null })
})

test('two statuses for one case are a conflict, and one act resolves it for both', async ({
  bench,
  team,
}) => {
  const { page, dataDir } = bench
  await team.connect(dataDir, 'Mara Lindqvist')
  const ref = await sharedCase(dataDir)
  const other = await team.other('Ada King')
  await other.sync()
  await runCommand(page, 'Pause sync')
  await expect(state(page, /^Sync: Sync paused/)).toBeVisible()
  await other.run('set', await other.refOf(title), 'status=waiting')
  await other.sync()
  await casebench(dataDir, 'set', ref, 'status=solved')
  await runCommand(page, 'Resume sync')

  await openCase(page, ref)
  const conflict = band(page).getByRole('listitem').filter({ hasText: 'Status' })
  await expect(conflict).toContainText('Stands now, by Ada King')
  await expect(conflict).toContainText('Did not take effect, by you')
  await expect(state(page, /^Sync: Needs attention 1/)).toBeVisible()
  await expectAccessible(page)
  await goTo(page, '/sync')
  const list = page.getByRole('grid', { name: 'Conflicts' })
  await expect(list.getByText(`Status of ${ref}`)).toBeVisible()
  await expectAccessible(page)
  await list.focus()
  await page.keyboard.press('m')
  await expect(
    casePage(page).toasts.getByText(`The status of ${ref} is resolved: it is Solved`),
  ).toBeVisible()
  await expect(page.getByText(/^No conflicts\./)).toBeVisible()
  await expect(state(page, /^Sync: Up to date/)).toBeVisible()
  await goTo(page, `/case/${ref}`)
  await expect(band(page)).toHaveCount(0)
  await other.sync()
  expect(await other.run('show', await other.refOf(title))).toMatchObject({ status: 'solved' })
})

test('two texts of one description are merged beside each other, and the merge reaches both', async ({
  bench,
  team,
}) => {
  const { page, dataDir } = bench
  const text = (second: string) => `# What happens\n\nEvery request waits ${second} and fails.\n`
  await team.connect(dataDir, 'Mara Lindqvist')
  const ref = await sharedCase(dataDir, [`description=${text('30 s')}`])
  const other = await team.other('Ada King')
  await other.sync()
  await runCommand(page, 'Pause sync')
  await expect(state(page, /^Sync: Sync paused/)).toBeVisible()
  await other.run('set', await other.refOf(title), `description=${text('60 s')}`)
  await other.sync()
  await casebench(dataDir, 'set', ref, `description=${text('two minutes')}`)
  await runCommand(page, 'Resume sync')

  await openCase(page, ref)
  await band(page).getByRole('button', { name: 'Merge' }).click()
  const merge = page.getByRole('region', { name: `Merge of the description of ${ref}` })
  await expect(merge.getByText('One place was changed on both sides', { exact: false })).toBeVisible()
  const right = merge.getByRole('textbox', { name: /^What will stand/ })
  await right.focus()
  await page.keyboard.press('Control+s')
  await expect(casePage(page).toasts.getByText(/still stand between markers/)).toBeVisible()
  await expectAccessible(page)
  await right.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text('60 s, at most two minutes,'))
  await expect(merge.getByText('One place was changed on both sides', { exact: false })).toBeHidden()
  await page.keyboard.press('Control+s')
  await expect(
    casePage(page).toasts.getByText(`The description of ${ref} is resolved`, { exact: false }),
  ).toBeVisible()
  await expect(merge).toBeHidden()
  await expect(band(page)).toHaveCount(0)
  await expect(state(page, /^Sync: Up to date/)).toBeVisible()
  await other.sync()
  expect(await other.run('show', await other.refOf(title))).toMatchObject({
    description: text('60 s, at most two minutes,'),
  })
})
