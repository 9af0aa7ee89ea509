import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { goTo, openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { dragFiles, dropFiles } from '../support/drop.ts'
import { queuePage } from '../support/queue-page.ts'
import { type BenchUnderTest, expect, expectAccessible, test } from '../support/shell.ts'

const shelf = ({ dataDir }: BenchUnderTest, name: string) => join(dataDir, '..', name)

const write = async (bench: BenchUnderTest, files: Record<string, string>): Promise<string[]> => {
  const paths = Object.keys(files).map((name) => shelf(bench, name))
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(shelf(bench, name), text)))
  return paths
}

const issue = (number: number) => ({
  url: `https://api.github.com/repos/acme/portal/issues/${number}`,
  number,
  title: `Portal loses session ${number}`,
  body: 'After the failover.',
  state: 'open',
  user: { login: 'ines' },
  created_at: '2026-01-02T03:04:05Z',
  updated_at: '2026-01-02T03:04:05Z',
})

test('exports dropped on the import page are read, joined by more, and imported', async ({ bench }) => {
  const { page } = bench
  const [issues = '', table = ''] = await write(bench, {
    'issues.ndjson': [1, 2].map((number) => `${JSON.stringify(issue(number))}\n`).join(''),
    'cases.csv': 'id,title,status\n7,Label is printed twice,open\n',
  })
  await goTo(page, '/import')
  const place = page.getByRole('region', { name: 'Import', exact: true })
  await expect(place.getByText(/^Drop files anywhere/)).toBeVisible()
  await dropFiles(page, place, [issues])
  const first = page.getByRole('region', { name: 'issues.ndjson' })
  await expect(first.getByRole('combobox', { name: /GitHub issues$/ })).toBeVisible()

  // A second drop joins the first, wherever on the page it lands.
  await dropFiles(page, first, [table])
  await expect(
    page.getByRole('region', { name: 'cases.csv' }).getByRole('combobox', { name: /: CSV$/ }),
  ).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Import 2 files' }).click()
  await expect(page.getByRole('region', { name: 'Import report' })).toBeVisible()
  await page.getByRole('button', { name: 'Show the queue' }).click()
  await queuePage(page).holds(3)
})

test('a folder dropped on the import page is refused, and the page goes on', async ({ bench }) => {
  const { page } = bench
  await mkdir(shelf(bench, 'exports'))
  const [table = ''] = await write(bench, { 'cases.csv': 'id,title\n7,Label is printed twice\n' })
  await goTo(page, '/import')
  const place = page.getByRole('region', { name: 'Import', exact: true })
  await expect(place.getByText(/^Drop files anywhere/)).toBeVisible()
  await dropFiles(page, place, [shelf(bench, 'exports')])
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText(/exports/)
  await dropFiles(page, place, [table])
  await page.getByRole('button', { name: 'Import this file' }).click()
  await expect(page.getByRole('region', { name: 'Import report' })).toBeVisible()
  expect(await casebench(bench.dataDir, 'cases', '--count')).toMatchObject({ total: 1 })
})

test('files dragged over a case are announced, dropped as one event, and undone as one', async ({
  bench,
}) => {
  const { page } = bench
  const paths = await write(bench, {
    'listener.log': 'TNS-12514: no listener knows the service\n',
    'alert.log': 'ORA-00060: deadlock detected\n',
  })
  const ref = await newCase(bench.dataDir, 'The listener refuses the standby')
  const shown = await openCase(page, ref)
  const zone = page.getByRole('region', { name: `Attach to ${ref}` })
  const invitation = zone.getByText(`Attach to ${ref}`)

  const drag = await dragFiles(page, paths)
  await drag.over(zone)
  await expect(invitation).toBeVisible()
  await drag.over(page.getByRole('navigation', { name: 'Places' }))
  await expect(invitation).toBeHidden()

  await drag.drop(zone)
  await expect(shown.toasts.getByText(`2 files attached to ${ref}`)).toBeVisible()
  await expect(invitation).toBeHidden()
  await expect(shown.timeline.getByRole('button', { name: /^alert\.log/ })).toBeVisible()
  const { attachments } = (await casebench(bench.dataDir, 'show', ref)) as { attachments: { name: string }[] }
  expect(attachments.map(({ name }) => name).toSorted()).toEqual(['alert.log', 'listener.log'])

  await shown.toasts.getByRole('button', { name: 'Undo' }).click()
  await expect(shown.timeline.getByRole('button', { name: /\.log/ })).toHaveCount(0)
})

test('a file let go where nothing takes it leaves the window as it is, and is told where to go', async ({
  bench,
}) => {
  const { page } = bench
  const paths = await write(bench, { 'page.html': '<h1>Not the bench</h1>' })
  await goTo(page, '/customers')
  await expect(page.getByText('No customers yet')).toBeVisible()
  await dropFiles(page, page.getByRole('main'), paths)
  const notice = page.getByRole('region', { name: 'Notifications' })
  await expect(notice.getByText(/^Drop files on a case to attach them/)).toBeVisible()
  await expect(page.getByText('No customers yet')).toBeVisible()
  await notice.getByRole('button', { name: 'Go to import' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeVisible()
})
