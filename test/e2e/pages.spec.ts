import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { goTo } from '../support/case-page.ts'
import { casebench } from '../support/casebench.ts'
import { queuePage, runCommand } from '../support/queue-page.ts'
import { type BenchUnderTest, expect, expectAccessible, test } from '../support/shell.ts'

const rows = [
  'id,title,status,customer,reporter,component,version',
  '1,Pool exhausted,open,Acme Industries,Ada King,tomcat,10.1.60',
  '2,Pool leaks,open,Acme Industries,Ada King,tomcat,9.0.30',
  '3,Queue stands still,closed,Borealis,Bo Lind,activemq,5.18.3',
]

const fill = async ({ dataDir }: BenchUnderTest) => {
  const path = join(dataDir, '..', 'cases.csv')
  await writeFile(path, `${rows.join('\n')}\n`)
  expect(await casebench(dataDir, 'import', path)).toMatchObject({ imported: 3 })
}

const toast = (page: Page, text: string | RegExp) =>
  page.getByRole('region', { name: 'Notifications' }).getByText(text)

const inQueue = (page: Page, title: string) => queuePage(page).table.getByText(title)

const open = async (page: Page, place: 'Customers' | 'Components', name: string) => {
  await goTo(page, `/${place.toLowerCase()}`)
  await page.getByRole('grid', { name: place }).getByRole('row', { name }).click()
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible()
}

test('what is written about a customer outlives the host being killed', async ({ bench }) => {
  await fill(bench)
  await open(bench.page, 'Customers', 'Acme Industries')
  await expectAccessible(bench.page)
  const { page } = bench
  await page.getByRole('textbox', { name: 'Domain' }).fill('acme.example')
  await page.keyboard.press('Enter')
  await expect(toast(page, /^The domain of Acme/)).toBeVisible()
  await page.getByRole('textbox', { name: 'Notes' }).fill('Call the night shift first.')
  await page.keyboard.press('Tab')
  await expect(toast(page, /^The notes on Acme/)).toBeVisible()

  await page.getByRole('button', { name: 'Add a contract' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a contract' })
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Premium')
  await dialog.getByRole('textbox', { name: 'First answer, severity 1' }).fill('soon')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toHaveText(/such as 30m, 4h, 2d/)
  await expectAccessible(page)
  await dialog.getByRole('textbox', { name: 'First answer, severity 1' }).fill('30m')
  await dialog.getByRole('textbox', { name: 'Solution, severity 1' }).fill('2d')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row', { name: /Premium/ })).toContainText('30m / 2d')

  await bench.kill()
  await bench.restart()
  await open(bench.page, 'Customers', 'Acme Industries')
  await expect(bench.page.getByRole('textbox', { name: 'Domain' })).toHaveValue('acme.example')
  await expect(bench.page.getByRole('textbox', { name: 'Notes' })).toHaveValue('Call the night shift first.')
  await expect(bench.page.getByRole('row', { name: /Premium/ })).toContainText('30m / 2d')
})

test('a removed contract comes back with undo, and the cases of a customer open in the queue', async ({
  bench,
}) => {
  const { page } = bench
  await fill(bench)
  await open(page, 'Customers', 'Acme Industries')
  await page.keyboard.press('a')
  await page.getByRole('textbox', { name: 'Name', exact: true }).last().fill('Basic')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Remove Basic' }).click()
  await expect(page.getByRole('row', { name: /Basic/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('row', { name: /Basic/ })).toBeVisible()

  const cases = page.getByRole('region', { name: 'Cases' })
  await expect(cases.getByRole('listitem')).toHaveCount(2)
  await cases.getByRole('link', { name: 'Show in the queue' }).click()
  await expect(page).toHaveURL(/#\/queue\?query=customer/)
  await expect(inQueue(page, 'Pool leaks')).toBeVisible()
  await expect(inQueue(page, 'Queue stands still')).toHaveCount(0)
})

test('a person is added and changed by keyboard, and one knows who one is', async ({ bench }) => {
  const { page } = bench
  await fill(bench)
  await goTo(page, '/people')
  await expect(page.getByRole('grid', { name: 'People' }).getByText('Ada King')).toBeVisible()
  await page.keyboard.press('n')
  await page.getByRole('dialog', { name: 'New person' }).getByRole('textbox').fill('Grace Hopper')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 2, name: 'Grace Hopper' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Also known as' }).fill('github:grace\njira:hopper')
  await page.keyboard.press('Control+Enter')
  await expect(toast(page, /^The other names of Grace/)).toBeVisible()
  await expectAccessible(page)

  const name = page.getByRole('textbox', { name: 'Name', exact: true })
  await name.fill('')
  await page.keyboard.press('Enter')
  await expect(page.getByText('A person needs a name.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(name).toHaveValue('Grace Hopper')

  await runCommand(page, 'Go to my own page')
  await expect(page.getByText('This is you')).toBeVisible()
})

test('a component shows its versions and the cases with each', async ({ bench }) => {
  const { page } = bench
  await fill(bench)
  await open(page, 'Components', 'tomcat')
  const versions = page.getByRole('region', { name: 'Versions' })
  await expect(versions.getByRole('row', { name: /^10\.1\.60/ })).toBeVisible()
  await expect(versions.getByRole('row', { name: /^9\.0\.30/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Cases' }).getByRole('listitem')).toHaveCount(2)
  await expectAccessible(page)
  await versions.getByRole('link', { name: 'Show the cases with tomcat 9.0.30' }).click()
  await expect(inQueue(page, 'Pool leaks')).toBeVisible()
  await expect(inQueue(page, 'Pool exhausted')).toHaveCount(0)
})

test('a page is still there after it was loaded again', async ({ bench: { page } }) => {
  await goTo(page, '/components')
  await expect(page.getByText('No components yet')).toBeVisible()
  await page.reload()
  await expect(page.getByText('No components yet')).toBeVisible()
  await expect(page).toHaveURL(/#\/components$/)
})

test('keys pressed on a page change nothing in the queue behind it', async ({ bench }) => {
  const { page } = bench
  await fill(bench)
  await goTo(page, '/queue')
  await expect(inQueue(page, 'Pool leaks')).toBeVisible()
  await goTo(page, '/customers')
  await expect(page.getByRole('grid', { name: 'Customers' }).getByText('Acme Industries')).toBeVisible()
  for (const key of ['x', 's', 'Shift+Delete']) await page.keyboard.press(key)
  await page.keyboard.press('n')
  await expect(page.getByRole('dialog', { name: 'New customer' })).toBeVisible()
  await expect(page.getByRole('menu')).toHaveCount(0)
  expect(await casebench(bench.dataDir, 'cases', 'is:trashed')).toMatchObject({ total: 0 })
})

test('a component is changed in every case, becomes one with another, and both come back', async ({
  bench,
}) => {
  await fill(bench)
  const { page } = bench
  await open(page, 'Components', 'tomcat')
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog', { name: 'Change tomcat' })
  await expectAccessible(page)
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Apache Tomcat')
  await page.keyboard.press('Enter')
  await expect(toast(page, 'tomcat is changed in every case')).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: 'Apache Tomcat' })).toBeVisible()
  const list = page.getByRole('grid', { name: 'Components' })
  await expect(list.getByRole('row', { name: 'Apache Tomcat' })).toBeVisible()

  await page.getByRole('button', { name: 'Change version 9.0.30' }).click()
  await page.getByRole('textbox', { name: 'Version' }).fill('9.0.31')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('rowheader', { name: '9.0.31' })).toBeVisible()

  await page.keyboard.press('e')
  await page.getByRole('textbox', { name: 'Name' }).fill('activemq')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Make them one' }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'activemq' })).toBeVisible()
  await expect(list.getByRole('row', { name: 'Apache Tomcat' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(toast(page, /^Undone: Change Apache Tomcat in 2 cases/)).toBeVisible()
  await expect(list.getByRole('row', { name: 'Apache Tomcat' })).toBeVisible()
})

test('the undo of a toast takes back its own change, or says why it cannot', async ({ bench }) => {
  await fill(bench)
  const { page, dataDir } = bench
  const undo = page.getByRole('button', { name: 'Undo' })
  await open(page, 'Customers', 'Acme Industries')
  const domain = page.getByRole('textbox', { name: 'Domain' })
  await domain.fill('acme.example')
  await page.keyboard.press('Enter')
  await expect(toast(page, /^The domain of Acme/)).toBeVisible()
  await casebench(dataDir, 'set', 'CB-1001', 'severity=1')
  await undo.click()
  await expect(toast(page, 'Undone: Change Acme Industries')).toBeVisible()
  await expect(domain).toHaveValue('')
  expect(await casebench(dataDir, 'show', 'CB-1001')).toMatchObject({ severity: 1 })

  await goTo(page, '/case/CB-1001')
  await runCommand(page, 'Set severity 2')
  await expect(toast(page, /severity 2/)).toBeVisible()
  await casebench(dataDir, 'set', 'CB-1001', 'severity=3')
  await undo.click()
  await expect(toast(page, /cannot be taken back: the severity of CB-1001 was changed since/)).toBeVisible()
  expect(await casebench(dataDir, 'show', 'CB-1001')).toMatchObject({ severity: 3 })
})
