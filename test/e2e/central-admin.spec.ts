import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { casebench, newCase } from '../support/casebench.ts'
import { type CentralProcess, startCentral } from '../support/central-process.ts'
import { savedArchive } from '../support/images.ts'
import { expect, expectAccessible, test as shell } from '../support/shell.ts'

const password = 'a long enough password'
const hostile = '<img src=x onerror=alert(1)>'

interface Surroundings {
  readonly central: CentralProcess
  /** A folder for benches. */
  readonly folder: string
}

/** A service of its own; its page must not reach outside, fail, or open a dialog of the browser. */
const test = shell.extend<{ service: Surroundings }>({
  service: async ({ page }, use, info) => {
    info.skip(info.project.name === 'desktop-shell', 'The page of the service is for a browser')
    const folder = await mkdtemp(join(tmpdir(), 'casebench-admin-'))
    const central = await startCentral()
    const trouble: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(central.url)) trouble.push(`request to ${request.url()}`)
    })
    page.on('pageerror', (error) => trouble.push(`uncaught: ${error.message}`))
    page.on('dialog', (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('console', (message) => {
      // Browsers also tell the console of each answer that refuses, as of signing in with a wrong password.
      const refused = /^Failed to load resource: the server responded with a status of 4\d\d/.test(
        message.text(),
      )
      if (message.type() === 'error' && !refused) trouble.push(`console: ${message.text()}`)
    })
    await use({ central, folder })
    // What it still asks for would fail without the service.
    await page.close()
    await central.close()
    await rm(folder, { recursive: true, force: true })
    expect(trouble, 'what the page must not do').toEqual([])
  },
})

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })
const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

const goTo = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('navigation').getByRole('link', { name }).click()
  await expect(heading(page, name)).toBeFocused()
  await expect(page.locator('[aria-busy]')).toHaveCount(0)
}

const becomeAdministrator = async (page: Page, { central }: Surroundings): Promise<void> => {
  await page.goto(central.adminLink ?? '')
  await page.getByLabel('Name, for the first administrator').fill('Root')
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await expect(rowOf(page, 'Root')).toBeVisible()
}

/** Adds a person; answers the token that is shown. */
const addPerson = async (page: Page, name: string, team?: string): Promise<string> => {
  await page.getByRole('button', { name: 'Add a person' }).click()
  const form = page.getByRole('dialog', { name: 'Add a person' })
  await form.getByLabel('Name').fill(name)
  if (team !== undefined) await form.getByLabel('Team').selectOption(team)
  await form.getByRole('button', { name: 'Add' }).click()
  const shown = page.getByRole('dialog', { name: `${name} is added` })
  await expect(shown).toBeVisible()
  await expectAccessible(page)
  const token = (await shown.getByRole('textbox', { name: 'Token', exact: true }).textContent()) ?? ''
  await expect(shown).toContainText(`npx casebench connect ${new URL(page.url()).origin} --token ${token}`)
  await shown.getByRole('button', { name: 'Done' }).click()
  await expect(rowOf(page, name)).toBeVisible()
  await expect(page.getByText(token)).toHaveCount(0)
  return token
}

test('the first administrator adds a person, whose bench connects, is seen, and is revoked', async ({
  page,
  service,
}) => {
  const { central, folder } = service
  await page.goto(central.adminLink ?? '')
  await expect(heading(page, 'Welcome to Casebench')).toBeVisible()
  await expect(page).toHaveURL(`${central.url}/`)
  await expectAccessible(page)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText('Choose a name to sign in with.')
  await page.getByLabel('Name, for the first administrator').fill('Root')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, 'Root')).toContainText('Administrator')
  await expectAccessible(page)

  const token = await addPerson(page, 'Ada King')
  const dataDir = join(folder, 'ada')
  await casebench(dataDir, 'connect', central.url, '--token', token)
  await newCase(dataDir, 'Pool exhausted')
  expect(await casebench(dataDir, 'sync', '--once')).toMatchObject({ upToDate: true })

  await goTo(page, 'Sync')
  await expect(rowOf(page, 'Ada King')).toContainText('Up to date')
  await expectAccessible(page)
  await goTo(page, 'Storage')
  await expect(page.getByText('Operations')).toBeVisible()
  await expectAccessible(page)

  await goTo(page, 'Devices')
  await expectAccessible(page)
  await expect(rowOf(page, 'Ada King')).toContainText('Connected')
  await rowOf(page, 'Ada King')
    .getByRole('button', { name: /^Revoke/ })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('status')).toHaveText(/ is revoked\.$/)
  await expect(rowOf(page, 'Ada King')).toContainText('Revoked')
  const refused = await casebench(dataDir, 'sync', '--once').catch((error: unknown) => String(error))
  expect(JSON.stringify(refused)).not.toContain('"upToDate":true')

  await goTo(page, 'Audit')
  await page.getByLabel('Act').selectOption('device.revoke')
  const acts = page.getByRole('table', { name: 'Audit' }).locator('tbody tr')
  await expect(acts).toHaveCount(1)
  await expect(acts).toContainText('Root')
  await expectAccessible(page)
})

test('people sign in and out, are disabled and enabled, and get another way in', async ({
  page,
  service,
}) => {
  const { central } = service
  await becomeAdministrator(page, service)
  await addPerson(page, 'Ada King')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expectAccessible(page)
  await page.getByLabel('Name').fill('Root')
  await page.getByLabel('Password').fill('a wrong password')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).not.toBeEmpty()
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await expect(rowOf(page, 'Ada King')).toBeVisible()

  const disable = page.getByRole('button', { name: 'Disable: Ada King' })
  await disable.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Disable Ada King?' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(rowOf(page, 'Ada King')).toContainText('Active')
  await disable.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await expect(rowOf(page, 'Ada King')).toContainText('Disabled')
  const enable = page.getByRole('button', { name: 'Enable: Ada King' })
  await expect(enable).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(rowOf(page, 'Ada King')).toContainText('Active')
  await page.getByRole('button', { name: 'Disable: Root' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('last administrator')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'One-time link: Ada King' }).click()
  const link = await page.getByRole('textbox', { name: 'Link' }).textContent()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.goto(link ?? '')
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Your benches')).toBeVisible()
  await expect(page.getByRole('navigation').getByRole('link')).toHaveCount(1)
  await expect(page.getByText('No bench has connected yet.')).toBeVisible()
  await expectAccessible(page)
  await page.goto(`${central.url}/#/people`)
  await expect(heading(page, 'Your benches')).toBeVisible()
})

test('teams reach restricted customers, and names that look like markup are only names', async ({
  page,
  service: { central, folder },
}) => {
  const dataDir = join(folder, 'mara')
  await casebench(dataDir, 'connect', central.url, '--token', await central.addUser('Mara'))
  await newCase(dataDir, 'A case', [`customer=${hostile} Acme`])
  await casebench(dataDir, 'sync', '--once')
  await becomeAdministrator(page, { central, folder })
  await goTo(page, 'Teams')
  await page.getByRole('button', { name: 'Add a team' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(hostile)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 2, name: hostile })).toBeVisible()
  await goTo(page, 'People')
  await addPerson(page, `${hostile} Eve`, hostile)
  await expect(rowOf(page, `${hostile} Eve`)).toContainText(hostile)

  await goTo(page, 'Teams')
  const members = page.getByRole('table', { name: `Members of ${hostile}` })
  await expect(members.getByText(`${hostile} Eve`)).toBeVisible()
  await page.getByRole('button', { name: /^Add a member to/ }).click()
  await page.getByRole('dialog').getByLabel('Person').selectOption('Mara')
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click()
  await members.getByRole('button', { name: /^Take Mara out/ }).click()
  await expect(members.getByText('Mara', { exact: true })).toHaveCount(0)

  await page.getByRole('button', { name: /^Grant a customer/ }).click()
  await page.getByRole('dialog').getByLabel('Customer').selectOption(`${hostile} Acme`)
  await page.getByRole('dialog').getByRole('button', { name: 'Grant' }).click()
  const restricted = page.getByRole('table', { name: 'Restricted customers', exact: true })
  await expect(restricted).toContainText('Restricted customer')
  // The administrator has no grant, and the role alone opens not even a name.
  await expect(page.getByText('Acme')).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Take Restricted customer .* back/ }).click()
  await expect(restricted).toContainText('Nobody')
  await restricted.getByRole('button', { name: /^Open/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Open to everybody' }).click()
  await expect(restricted).toHaveCount(0)

  await goTo(page, 'Audit')
  await expect(page.getByRole('table', { name: 'Audit' })).toContainText(hostile)
  await expect(page.locator('img')).toHaveCount(0)
})

test('what is erased on request is gone, and the page says which benches have not removed it yet', async ({
  page,
  service: { central, folder },
}) => {
  const dataDir = join(folder, 'mara')
  const other = join(folder, 'ada')
  for (const [dir, name] of [
    [dataDir, 'Mara'],
    [other, 'Ada'],
  ] as const)
    await casebench(dir, 'connect', central.url, '--token', await central.addUser(name))
  const ref = await newCase(dataDir, 'To be forgotten', ['customer=Acme'])
  for (const dir of [dataDir, other]) await casebench(dir, 'sync', '--once')
  await becomeAdministrator(page, { central, folder })
  await goTo(page, 'Erasures')
  await expect(page.getByText('Nothing was erased yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Erase …' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Erase for good' })
  await dialog.getByLabel('Which').fill(ref)
  await dialog.getByLabel('The same again').fill('CB-0')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('Nothing was erased')
  await dialog.getByLabel('The same again').fill(ref)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  const erased = page.getByRole('table', { name: 'Erasures' })
  await expect(erased.getByRole('listitem')).toHaveCount(2)
  await expectAccessible(page)

  for (const dir of [dataDir, other]) {
    await casebench(dir, 'sync', '--once')
    expect(await casebench(dir, 'cases', '--count')).toMatchObject({ total: 0 })
  }
  // By the command line too; the customer was still there.
  expect(await central.command('erase', '--customer', 'Acme', '--yes')).toMatchObject({ kind: 'customer' })
  for (const dir of [dataDir, other]) await casebench(dir, 'sync', '--once')
  await page.reload()
  await expect(erased.getByText('Gone everywhere')).toHaveCount(2)
  expect(await central.command('erase', 'list')).toMatchObject({
    erasures: [{ waiting: [] }, { waiting: [] }],
  })
})

test('images that benches have published are listed, and removed with a question and an entry in the audit', async ({
  page,
  service: { central, folder },
}) => {
  const dataDir = join(folder, 'mara')
  await casebench(dataDir, 'connect', central.url, '--token', await central.addUser('Mara'))
  await becomeAdministrator(page, { central, folder })
  await goTo(page, 'Images')
  await expect(page.getByText('Nobody has published an image yet.')).toBeVisible()
  await expectAccessible(page)
  for (const [name, layers] of [
    ['shop/app:1', ['base', 'shop']],
    ['shop/app:2', ['base', 'shop', 'fix']],
  ] as const) {
    const path = join(folder, 'image.tar')
    await writeFile(path, savedArchive([{ tags: [name], layers: [...layers] }]))
    await casebench(dataDir, 'vault', 'save', '--from', path)
    await casebench(dataDir, 'vault', 'publish', name, '--yes')
  }
  await page.reload()
  const second = rowOf(page, 'shop/app:2')
  await expect(second).toContainText('Mara')
  await expect(second).toContainText('5 (2 shared)')
  await expectAccessible(page)
  await second.getByRole('button', { name: 'Remove shop/app:2' }).click()
  const question = page.getByRole('dialog', { name: 'Remove shop/app:2?' })
  await expect(question).toContainText('benches keep what they have fetched')
  await expectAccessible(page)
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(second).toBeVisible()
  await second.getByRole('button', { name: 'Remove shop/app:2' }).click()
  await question.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('status')).toHaveText(/^Removed shop\/app:2\./)
  await expect(second).toHaveCount(0)
  await expect(rowOf(page, 'shop/app:1')).toContainText('4')

  await goTo(page, 'Audit')
  await page.getByLabel('Act').selectOption('image.remove')
  const acts = page.getByRole('table', { name: 'Audit' }).locator('tbody tr')
  await expect(acts).toHaveCount(1)
  await expect(acts).toContainText('shop/app:2')
  await expect(acts).toContainText('Root')
})
