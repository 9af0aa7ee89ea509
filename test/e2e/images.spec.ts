import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { casePage, goTo, openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { test as engineTest, writeInto } from '../support/engine/journey.ts'
import { standIn } from '../support/engine/stand-in.ts'
import { savedArchive, type TestImage } from '../support/images.ts'
import { runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible } from '../support/shell.ts'
import { openTeam, type Team } from '../support/team.ts'
import { test } from '../support/team-journey.ts'

const oracle = 'container-registry.oracle.com/database/enterprise:19.19.0.0'

/** An archive as an engine saves it. */
const archive = async (folder: string, image: TestImage): Promise<string> => {
  const path = join(folder, `${randomBytes(4).toString('hex')}.tar`)
  await writeFile(path, savedArchive([image]))
  return path
}

const vault = (page: Page) => page.getByRole('region', { name: 'Image vault' })
const published = (page: Page) => page.getByRole('region', { name: 'Published by your team' })
const rowOf = (page: Page, name: string) => published(page).getByRole('listitem').filter({ hasText: name })

test('images settings say what belongs there, and show what the vault has', async ({ bench, folder }) => {
  const { page, dataDir } = bench
  await goTo(page, '/settings/images')
  await expect(vault(page).getByText(/^Nothing is kept yet\./)).toBeVisible()
  await expect(published(page).getByText(/^This bench is on its own\./)).toBeVisible()
  await expect(page.getByText(/^No licence was accepted on this bench\./)).toBeVisible()
  await expectAccessible(page)
  await published(page).getByRole('button', { name: 'Connect to your team' }).click()
  await expect(page.getByRole('dialog', { name: 'Connect to your team' })).toBeVisible()
  await page.keyboard.press('Escape')

  const path = await archive(folder, { tags: ['shop/app:1.2'], layers: ['base', 'shop'] })
  await casebench(dataDir, 'vault', 'save', '--from', path)
  await goTo(page, '/settings/health')
  await goTo(page, '/settings/images')
  await expect(vault(page).getByRole('listitem')).toHaveCount(1)
  await expect(vault(page).getByText('linux/amd64')).toBeVisible()
  await expectAccessible(page)
  await vault(page).getByRole('button', { name: 'Verify' }).click()
  await expect(casePage(page).toasts.getByText(/^All 1 images are whole/)).toBeVisible()
  await vault(page).getByRole('button', { name: 'Take shop/app:1.2 out of the vault' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Take it out' }).click()
  await expect(vault(page).getByText(/^Nothing is kept yet\./)).toBeVisible()
})

test('what one bench publishes another one fetches, licences are asked for on both', async ({
  bench,
  team,
  folder,
}) => {
  const { page, dataDir } = bench
  const { toasts } = casePage(page)
  await team.connect(dataDir, 'Mara Lindqvist')
  const other = await team.other('Ada King')
  await goTo(page, '/settings/images')
  await expect(published(page).getByText(/^Nobody has published an image yet\./)).toBeVisible()
  await expectAccessible(page)

  await other.run('vault', 'save', '--from', await archive(folder, { tags: ['shop/app:1'], layers: ['a'] }))
  await other.run('vault', 'save', '--from', await archive(folder, { tags: [oracle], layers: ['a', 'b'] }))
  await other.run('vault', 'publish', 'shop/app:1', oracle, '--licence-allows', '--yes')
  await published(page).getByRole('button', { name: 'Ask the service again' }).click()
  await expect(rowOf(page, 'shop/app:1')).toContainText('published by Ada King')
  await expect(rowOf(page, oracle)).toContainText('under “Oracle Standard Terms')
  await rowOf(page, 'shop/app:1').getByRole('button', { name: 'Fetch shop/app:1' }).click()
  await expect(rowOf(page, 'shop/app:1').getByText('In the vault')).toBeVisible()
  await expect(vault(page).getByRole('listitem')).toContainText('shop/app:1')
  await expect(vault(page).getByText('Published')).toBeVisible()

  const question = page.getByRole('alertdialog', { name: /^Do you accept the licence of/ })
  await rowOf(page, oracle)
    .getByRole('button', { name: /^Fetch/ })
    .click()
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(toasts.getByText(/^Nothing was fetched: a licence/)).toBeVisible()
  await rowOf(page, oracle)
    .getByRole('button', { name: /^Fetch/ })
    .click()
  await expectAccessible(page)
  await question.getByRole('button', { name: 'I accept it' }).click()
  await expect(rowOf(page, oracle).getByText('In the vault')).toBeVisible()
  const licences = page.getByRole('region', { name: 'Commercial images' })
  await expect(licences.getByRole('listitem')).toContainText('accepted by')
  await expectAccessible(page)

  await casebench(
    dataDir,
    ...['vault', 'save', '--from', await archive(folder, { tags: ['shop/own:1'], layers: ['c'] })],
  )
  await goTo(page, '/settings/health')
  await goTo(page, '/settings/images')
  await vault(page).getByRole('button', { name: 'Publish shop/own:1' }).click()
  const asked = page.getByRole('alertdialog', { name: 'Publish shop/own:1?' })
  await expect(asked).toContainText('Every engineer of the organisation')
  await asked.getByRole('button', { name: 'Publish' }).click()
  await expect(rowOf(page, 'shop/own:1')).toContainText('published by Mara Lindqvist')
  expect(await other.run('vault', 'fetch', 'shop/own:1')).toMatchObject({ images: [{ added: true }] })
})

test('a fetch is cancelled and gone on with; without the service the list says so, and comes back', async ({
  bench,
  team,
  folder,
}) => {
  const { page, dataDir } = bench
  const { toasts } = casePage(page)
  await team.connect(dataDir, 'Mara Lindqvist')
  const other = await team.other('Ada King')
  const layers = [randomBytes(3_000_000).toString('hex')]
  await other.run('vault', 'save', '--from', await archive(folder, { tags: ['shop/app:2'], layers }))
  await other.run('vault', 'publish', 'shop/app:2', '--yes')
  await limit(page, '64')
  await goTo(page, '/settings/images')
  const row = rowOf(page, 'shop/app:2')
  await row.getByRole('button', { name: 'Fetch shop/app:2' }).click()
  await expect(row.getByRole('progressbar', { name: 'Fetching shop/app:2' })).toBeVisible()
  await expectAccessible(page)
  await row.getByRole('button', { name: 'Cancel' }).click()
  await expect(toasts.getByText(/^Fetching was cancelled\. What came so far is kept/)).toBeVisible()
  await expect(row.getByRole('button', { name: 'Go on fetching shop/app:2' })).toBeVisible()
  await expectAccessible(page)

  await team.central.stop()
  await row.getByRole('button', { name: 'Go on fetching shop/app:2' }).click()
  await expect(toasts.getByText(/The central service cannot be reached\. What was sent/)).toBeVisible()
  await expect(published(page).getByText(/^The service cannot be reached/)).toBeVisible()
  await expectAccessible(page)
  await team.central.start()
  await published(page).getByRole('button', { name: 'Try again' }).click()
  await expect(row).toBeVisible()
  await limit(page, '')
  await goTo(page, '/settings/images')
  await row.getByRole('button', { name: 'Fetch shop/app:2' }).click()
  await expect(row.getByText('In the vault')).toBeVisible()
})

/** Sets how fast files come, in KB/s. */
const limit = async (page: Page, value: string): Promise<void> => {
  await goTo(page, '/settings/sync')
  const field = page.getByRole('textbox', { name: 'Download at most (KB/s)' })
  await field.fill(value)
  await field.press('Enter')
  await expect(field).toHaveValue(value)
}

test('an expert is told that images are not shared with them', async ({ bench, team }) => {
  const { page, dataDir } = bench
  const { token } = (await team.central.command('user', 'add', 'Eve', '--role', 'expert')) as {
    token: string
  }
  await casebench(dataDir, 'connect', team.central.url, '--token', token)
  await goTo(page, '/settings/images')
  await expect(published(page).getByText(/does not let this bench share images/)).toBeVisible()
  await expectAccessible(page)
  await published(page).getByRole('button', { name: 'Sign in again' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
})

const withEngine = engineTest.extend<{ team: Team }>({
  team: async ({ env: _env }, use) => {
    const team = await openTeam()
    await use(team)
    await team.close()
  },
})

const docker = (...args: string[]): string =>
  execFileSync('docker', args, { encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] }).trim()

const engineHas = (image: string): boolean => docker('image', 'ls', '--quiet', image) !== ''

const forget = (image: string): void => {
  if (engineHas(image)) docker('rmi', '--force', image)
}

/** A case whose environment is one service of an image; answers its reference. */
const caseWith = async (dataDir: string, image: string): Promise<string> => {
  const ref = await newCase(dataDir, 'Logins fail since the upgrade')
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  const service = `{ image: "${image}", command: [sleep, infinity], init: true }`
  writeInto(path, 'environment/compose.yaml', `services:\n  app: ${service}\n`)
  return ref
}

const environmentBar = (page: Page) => page.getByRole('toolbar', { name: 'Environment' })

/** Chooses an act of the menu of the environment. */
const choose = async (page: Page, act: string): Promise<void> => {
  await environmentBar(page).getByRole('button', { name: 'More acts on the environment' }).click()
  await page.getByRole('menuitem', { name: act }).click()
}

withEngine(
  'images of an environment are kept in the vault, and given to the engine again',
  async ({ bench }) => {
    test.slow()
    const { page, dataDir } = bench
    const image = `casebench-test/kept-${process.pid}:1`
    standIn(image)
    try {
      const ref = await caseWith(dataDir, image)
      const { toasts } = await openCase(page, ref)
      await runCommand(page, 'Show environment')
      await choose(page, 'Keep its images in the vault')
      await expect(toasts.getByText(`The vault has all 1 image of ${ref}, 1 of them new`)).toBeVisible()
      forget(image)
      await goTo(page, '/settings/images')
      await expect(vault(page).getByRole('listitem')).toContainText(image)
      await vault(page).getByRole('button', { name: 'Load into the engine' }).click()
      await expect(toasts.getByText('The engine has all 1 image of the vault; it had 0 before')).toBeVisible()
      expect(engineHas(image)).toBe(true)
      await openCase(page, ref)
      await choose(page, 'Keep its images in the vault')
      await expect(toasts.getByText(`The vault has the images of ${ref} already`)).toBeVisible()
    } finally {
      forget(image)
    }
  },
)

withEngine('nothing starts before the licence of a commercial image is accepted', async ({ bench }) => {
  test.slow()
  const { page, dataDir } = bench
  // A stand-in under the vendor's name: the question comes by the name.
  const repository = 'container-registry.oracle.com/middleware/weblogic'
  const image = `${repository}:stand-in-${process.pid}`
  standIn(image)
  try {
    const ref = await caseWith(dataDir, image)
    const { toasts } = await openCase(page, ref)
    await runCommand(page, 'Show environment')
    const start = environmentBar(page).getByRole('button', { name: 'Start' })
    await start.click()
    const question = page.getByRole('alertdialog', { name: `Do you accept the licence of ${repository}?` })
    await expect(question.getByRole('link')).toHaveAttribute('href', /^https:/)
    await expectAccessible(page)
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect(
      toasts.getByText(`Nothing of ${ref} was started: a licence that it needs is not accepted.`),
    ).toBeVisible()
    await expect(environmentBar(page).getByText('Stopped')).toBeVisible()
    expect(docker('ps', '--all', '--quiet', '--filter', `ancestor=${image}`)).toBe('')

    await start.click()
    await question.getByRole('button', { name: 'I accept it' }).click()
    await expect(environmentBar(page).getByText('Running · 1 of 1 ready')).toBeVisible()
    await goTo(page, '/settings/images')
    const licences = page.getByRole('region', { name: 'Commercial images' })
    await expect(licences.getByRole('listitem')).toContainText(repository)
    await expect(licences.getByRole('listitem')).toContainText('accepted by')
    await expectAccessible(page)
    await casebench(dataDir, 'env', 'down', ref, '--purge')
  } finally {
    forget(image)
  }
})

withEngine('an environment starts from images that another bench has published', async ({ bench, team }) => {
  test.slow()
  const { page, dataDir } = bench
  const image = `casebench-test/team-${process.pid}:1`
  standIn(image)
  try {
    const ref = await caseWith(dataDir, image)
    const { toasts } = await openCase(page, ref)
    await runCommand(page, 'Fetch the images of the environment from the service')
    await expect(toasts.getByText(/^This bench is not connected to a service/)).toBeVisible()
    await team.connect(dataDir, 'Mara Lindqvist')
    await expect(page.locator('footer').getByRole('button', { name: /^Sync: Up to date/ })).toBeVisible()
    await choose(page, 'Fetch its images from the service')
    await expect(toasts.getByText(new RegExp(`Nobody has published ${image} at the central`))).toBeVisible()

    const other = await team.other('Ada King')
    await other.run('vault', 'save', image)
    await other.run('vault', 'publish', image, '--yes')
    forget(image)
    await choose(page, 'Fetch its images from the service')
    await expect(
      toasts.getByText(`The vault has all images of ${ref}; 1 image came from the service`),
    ).toBeVisible()
    await environmentBar(page).getByRole('button', { name: 'Start' }).click()
    await expect(environmentBar(page).getByText('Running · 1 of 1 ready')).toBeVisible()
    await casebench(dataDir, 'env', 'down', ref, '--purge')
  } finally {
    forget(image)
  }
})
