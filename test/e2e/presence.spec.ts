import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { browserShell, offline } from '../support/browser.ts'
import { casePage, goTo, openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible } from '../support/shell.ts'
import type { Team } from '../support/team.ts'
import { test as teamTest } from '../support/team-journey.ts'
import { watchForTrouble } from '../support/trouble.ts'

/** Somebody else's bench with a window of its own, connected. */
interface Colleague {
  readonly page: Page
  readonly dataDir: string
}

const test = teamTest.extend<{ lin: Colleague }>({
  lin: async ({ team, playwright: { chromium }, launchOptions }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'casebench-colleague-'))
    const dataDir = join(folder, 'bench')
    const browser = await chromium.launch({ ...launchOptions, args: offline })
    const trouble = watchForTrouble()
    const window = browserShell(browser, trouble)
    const page = await window.open(dataDir)
    await team.connect(dataDir, 'Lin Chen')
    await use({ page, dataDir })
    trouble.hostIsDown(true)
    await window.close()
    await browser.close()
    await rm(folder, { recursive: true, force: true })
    expect(trouble.found(), 'what a journey must not see').toEqual([])
  },
})

const title = 'Pool exhausted after the patch'

const state = (page: Page, text: string | RegExp) =>
  page.locator('footer').getByRole('button', { name: text })
const present = (page: Page) => page.locator('[data-presence]')
const held = (page: Page) => page.getByRole('region', { name: 'Replies not sent' })

/** A case that both have open. */
const openForBoth = async (bench: Colleague, team: Team, lin: Colleague): Promise<string> => {
  await team.connect(bench.dataDir, 'Mara Lindqvist')
  const ref = await newCase(bench.dataDir, title, [])
  expect(await casebench(bench.dataDir, 'sync', '--once')).toMatchObject({ upToDate: true })
  await casebench(lin.dataDir, 'sync', '--once')
  await openCase(bench.page, ref)
  await openCase(lin.page, ref)
  return ref
}

const write = async (page: Page, text: string) => {
  const shown = casePage(page)
  await shown.lane('Customer')
  await shown.text.fill(text)
}

const send = async (page: Page) => {
  await page.getByRole('button', { name: 'Review and send' }).click()
  await page.getByRole('button', { name: 'Send to the customer' }).click()
  await expect(
    casePage(page).toasts.getByText('The message to the customer is on the timeline'),
  ).toBeVisible()
}

/** Mara answers without a network what Lin has answered meanwhile. */
const answerUnseen = async (mara: Page, lin: Page): Promise<void> => {
  await runCommand(mara, 'Pause sync')
  await expect(state(mara, /^Sync: Sync paused/)).toBeVisible()
  await write(lin, 'The fix is in 4.2.')
  await send(lin)
  await expect(state(lin, /^Sync: Up to date/)).toBeVisible()
  await write(mara, 'Please send us the logs.')
  await send(mara)
  await runCommand(mara, 'Resume sync')
  await expect(held(mara)).toBeVisible()
}

test('two people on one case see each other, and a reply into a conversation that went on asks first', async ({
  bench,
  team,
  lin,
}) => {
  const ref = await openForBoth(bench, team, lin)
  const { page: mara } = bench
  await expect(present(mara).getByText('Lin Chen is reading')).toBeVisible()
  await expect(present(lin.page).getByText('Mara Lindqvist is reading')).toBeVisible()
  await expectAccessible(mara)
  await write(lin.page, 'Wait, I have')
  await expect(present(mara)).toContainText('Lin Chen is writing a reply')
  await expectAccessible(mara)
  await casePage(lin.page).text.fill('')
  await expect(present(mara)).toContainText('Lin Chen is reading')

  await answerUnseen(mara, lin.page)
  await expect(held(mara)).toContainText(/Lin Chen wrote on \d+ \w+, before this reply was sent/)
  await expect(held(mara)).toContainText('The fix is in 4.2.')
  await expect(casePage(mara).timeline.getByText('not sent', { exact: true })).toBeVisible()
  await expect(state(mara, /^Sync: Needs attention 1/)).toBeVisible()
  await expect(casePage(lin.page).timeline.getByText('Please send us the logs.')).toHaveCount(0)
  await expectAccessible(mara)
  await goTo(mara, '/sync')
  await expect(
    mara.getByRole('grid', { name: 'Refused changes' }).getByText(`Message on ${ref}`),
  ).toBeVisible()
  expect(await casebench(bench.dataDir, 'sync', 'status')).toMatchObject({
    rejected: 1,
    refused: [{ ref, label: `Message on ${ref}`, reason: expect.stringMatching(/^Lin Chen wrote on/) }],
  })
  await goTo(mara, `/case/${ref}`)

  await held(mara).getByRole('button', { name: 'Send anyway' }).click()
  await expect(held(mara)).toHaveCount(0)
  await expect(state(mara, /^Sync: Up to date/)).toBeVisible()
  await expect(casePage(lin.page).timeline.getByText('Please send us the logs.')).toBeVisible()
  await expect(casePage(mara).timeline.getByText('not sent', { exact: true })).toHaveCount(0)
})

test('a held reply is edited in the place to write and sent with what is new as read', async ({
  bench,
  team,
  lin,
}) => {
  await openForBoth(bench, team, lin)
  const { page: mara } = bench
  await answerUnseen(mara, lin.page)
  await held(mara).getByRole('button', { name: 'Edit' }).click()
  await expect(held(mara)).toHaveCount(0)
  await expect(casePage(mara).text).toHaveValue('Please send us the logs.')
  await casePage(mara).text.fill('As Lin says; else send us the logs.')
  await send(mara)
  await expect(casePage(lin.page).timeline.getByText('As Lin says; else send us the logs.')).toBeVisible()
  await expect(state(mara, /^Sync: Up to date/)).toBeVisible()
  await expect(
    casePage(lin.page).timeline.getByText('Please send us the logs.', { exact: true }),
  ).toHaveCount(0)
})

test('whoever does not want to be shown is not, and nobody is shown without the service', async ({
  bench,
  team,
  lin,
}) => {
  const ref = await openForBoth(bench, team, lin)
  const { page: mara } = bench
  await expect(present(mara)).toContainText('Lin Chen is reading')
  await goTo(lin.page, '/settings/sync')
  const box = lin.page.getByRole('checkbox', { name: /^Let my team see which case I am reading/ })
  await expect(box).toBeChecked()
  await expectAccessible(lin.page)
  await box.click()
  await openCase(lin.page, ref)
  await expect(present(lin.page)).toContainText('Mara Lindqvist is reading')
  await expect(present(mara)).not.toContainText('Lin Chen')
  await goTo(lin.page, '/settings/sync')
  await box.click()
  await openCase(lin.page, ref)
  await expect(present(mara)).toContainText('Lin Chen is reading')
  await team.central.stop()
  await runCommand(mara, 'Sync now')
  await expect(present(mara)).not.toContainText('Lin Chen')
})
