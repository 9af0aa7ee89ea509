import type { Browser, Page } from '@playwright/test'
import { casePage } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts'
import { runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible, test as shell } from '../support/shell.ts'
import { openTeam, type Team } from '../support/team.ts'

const test = shell.extend<{ identity: IdentityProvider; team: Team }>({
  identity: async ({ env: _env }, use) => {
    const identity = await startIdentityProvider()
    await use(identity)
    await identity.close()
  },
  team: async ({ identity }, use) => {
    const team = await openTeam({
      argv: [
        ...['--oidc-issuer', identity.issuer],
        ...['--oidc-client-id', identity.clientId],
        ...['--oidc-name', 'Example login'],
      ],
      env: { CASEBENCH_OIDC_CLIENT_SECRET: identity.clientSecret },
    })
    await use(team)
    await team.close()
  },
})

const status = (page: Page, text: string | RegExp) =>
  page.locator('footer').getByRole('button', { name: text })

const openDialog = async (page: Page) => {
  await status(page, /^On this bench only/).click()
  const dialog = page.getByRole('dialog', { name: 'Connect to your team' })
  await expect(dialog).toBeVisible()
  return dialog
}

/** The system's browser, which is another one than the bench's window. */
const inBrowser = async (browser: Browser, address: string, look: (page: Page) => Promise<void>) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(address)
  await look(page)
  await context.close()
}

const benchesOf = async ({ central }: Team) => {
  const { devices } = (await central.command('device', 'list')) as {
    devices: { accountName: string; revokedAt: string | null }[]
  }
  return devices.map(({ accountName, revokedAt }) => [accountName, revokedAt !== null])
}

test('a one-time link connects a bench, and disconnecting ends it at the service too', async ({
  bench,
  team,
}) => {
  const { page } = bench
  await team.central.addUser('Mara Lindqvist')
  const { link } = (await team.central.command(
    ...['user', 'link', 'Mara Lindqvist', '--url', team.central.url],
  )) as { link: string }
  const dialog = await openDialog(page)
  const token = dialog.getByLabel('Token', { exact: true })
  // Pasted into either field it is taken apart.
  await token.fill(link)
  await expect(dialog.getByRole('textbox', { name: 'Address of the service' })).toHaveValue(team.central.url)
  await token.press('Enter')
  await expect(casePage(page).toasts.getByText(/^Connected to .* as Mara Lindqvist$/)).toBeVisible()
  await expect(status(page, /^Sync: Up to date/)).toBeVisible()
  expect(await benchesOf(team)).toEqual([['Mara Lindqvist', false]])

  await runCommand(page, 'Disconnect from the service')
  const sure = page.getByRole('alertdialog')
  await sure.getByRole('button', { name: 'Disconnect' }).click()
  await expect(casePage(page).toasts.getByText(/^Disconnected from .*still here\.$/)).toBeVisible()
  await expect(status(page, /^On this bench only/)).toBeVisible()
  expect(await benchesOf(team)).toEqual([['Mara Lindqvist', true]])

  const again = await openDialog(page)
  await again.getByRole('textbox', { name: 'Address of the service' }).fill(link)
  await expect(again.getByLabel('Token', { exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(again.getByRole('alert')).toContainText('used before')
})

test('one signs in with the organisation’s provider in the browser, and the bench is connected', async ({
  bench,
  identity,
  team,
  browser,
}) => {
  const { page, dataDir } = bench
  await newCase(dataDir, 'Written before')
  await team.central.command('user', 'add', 'Mara Lindqvist')
  await team.central.command('user', 'email', 'Mara Lindqvist', 'mara@example.org')
  identity.become({ sub: 'mara', email: 'mara@example.org', email_verified: true })
  const dialog = await openDialog(page)
  await dialog.getByRole('textbox', { name: 'Address of the service' }).fill(team.central.url)
  const offer = dialog.getByRole('button', { name: 'Sign in with Example login' })
  await expect(offer).toBeVisible()
  await expectAccessible(page)

  await offer.press('Enter')
  const open = dialog.getByRole('link', { name: 'Open the sign-in page' })
  await expect(open).toBeFocused()
  await expectAccessible(page)
  const given = (await open.getAttribute('href')) ?? ''
  await dialog.getByRole('button', { name: 'Cancel' }).press('Enter')
  await expect(offer).toBeVisible()
  // Who was cancelled listens no more.
  await expect(fetch(new URL(given).searchParams.get('loopback') ?? '')).rejects.toThrow()

  await offer.click()
  await inBrowser(browser, (await open.getAttribute('href')) ?? '', async (outside) => {
    await expect(outside.getByText('It will work as Mara Lindqvist')).toBeVisible()
    await outside.getByRole('link', { name: 'Connect' }).click()
    await expect(outside.getByRole('heading', { name: 'Connected' })).toBeVisible()
    await expectAccessible(outside)
  })
  await expect(casePage(page).toasts.getByText(/^Connected to .* as Mara Lindqvist$/)).toBeVisible()
  await expect(dialog).toBeHidden()
  await expect(status(page, /^Sync: Up to date/)).toBeVisible()
  expect(await casebench(dataDir, 'sync', '--once')).toMatchObject({ upToDate: true })
})

test('a revoked bench is signed in again by the browser, and sends what waited', async ({
  bench,
  identity,
  team,
  browser,
}) => {
  const { page, dataDir } = bench
  await team.connect(dataDir, 'Mara Lindqvist')
  await team.central.command('user', 'email', 'Mara Lindqvist', 'mara@example.org')
  identity.become({ sub: 'mara', email: 'mara@example.org', email_verified: true })
  const { devices } = (await team.central.command('device', 'list')) as { devices: { id: string }[] }
  await team.central.command('device', 'revoke', devices[0]?.id ?? '')
  await newCase(dataDir, 'Written while revoked')
  await runCommand(page, 'Sync now')
  await status(page, /^Sync: Needs attention/).click()
  await page.getByRole('button', { name: 'Sign in again' }).first().click()
  const dialog = page.getByRole('dialog', { name: /^Sign in again/ })
  await dialog.getByRole('button', { name: 'Sign in with Example login' }).click()
  const open = dialog.getByRole('link', { name: 'Open the sign-in page' })
  await inBrowser(browser, (await open.getAttribute('href')) ?? '', async (outside) => {
    await outside.getByRole('link', { name: 'Connect' }).click()
    await expect(outside.getByRole('heading', { name: 'Connected' })).toBeVisible()
  })
  await expect(casePage(page).toasts.getByText('Signed in. Sync goes on by itself.')).toBeVisible()
  await expect(status(page, /^Sync: Up to date/)).toBeVisible()
})
