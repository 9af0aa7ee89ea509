import { execFileSync } from 'node:child_process'
import { openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { test, writeInto } from '../support/engine/journey.ts'
import { proxyImages } from '../support/engine/versions.ts'
import { runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible } from '../support/shell.ts'

const compose = (image: string) => `services:
  keeper:
    image: ${image}
    entrypoint: [ sleep, infinity ]
    init: true
    volumes: [ "data:/data" ]
volumes: { data: {} }
`

/** Runs a command in the only service of the only case. */
const inKeeper = async (dataDir: string, ref: string, command: string): Promise<string> => {
  const { services } = (await casebench(dataDir, 'env', 'status', ref)) as {
    services: { container: string }[]
  }
  const [{ container } = { container: '' }] = services
  return execFileSync('docker', ['exec', container, 'sh', '-c', command], { encoding: 'utf8' }).trim()
}

test('a state is saved under a name, and an environment goes back to it', async ({ bench }) => {
  test.slow()
  const { page, dataDir } = bench
  const image = await proxyImages(['1.9'])
  const ref = await newCase(dataDir, 'Orders are doubled')
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  writeInto(path, 'environment/compose.yaml', compose(`${image}:1.9`))
  const { toasts } = await openCase(page, ref)
  await runCommand(page, 'Start the environment of the case')
  const bar = page.getByRole('toolbar', { name: 'Environment' })
  await expect(bar.getByText('Running · 1 of 1 ready')).toBeVisible()
  await inKeeper(dataDir, ref, 'echo before > /data/state')

  await runCommand(page, 'Show snapshots')
  await expect(page.getByRole('heading', { name: `No snapshot of ${ref} yet` })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save a snapshot…' }).click()
  const dialog = page.getByRole('dialog', { name: `Save the state of ${ref}` })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('no spaces')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert')).toHaveText(/^A name takes letters/)
  await expectAccessible(page)
  await dialog.getByRole('textbox', { name: 'Name' }).fill('before-orders')
  await dialog.getByRole('textbox', { name: 'Name' }).press('Enter')
  const rows = page.getByRole('grid', { name: 'Snapshots' }).getByRole('row')
  await expect(rows).toHaveCount(1)
  await expect(rows.first()).toContainText('Where it stands')
  await expect(rows.first()).toContainText('1 volume, 1 file')
  await expectAccessible(page)

  await inKeeper(dataDir, ref, 'echo after > /data/state')
  await rows.first().getByRole('button', { name: 'Restore before-orders' }).click()
  const question = page.getByRole('alertdialog', { name: `Take ${ref} back to before-orders?` })
  await expect(question).toContainText('What was written since is lost')
  await question.getByRole('button', { name: 'Restore' }).click()
  await expect(toasts.getByText(new RegExp(`^${ref} is back at before-orders`))).toBeVisible()
  expect(await inKeeper(dataDir, ref, 'cat /data/state')).toBe('before')

  await rows.first().getByRole('button', { name: 'Acts on before-orders' }).click()
  await page.getByRole('menuitem', { name: 'Copy to another name…' }).click()
  const copy = page.getByRole('dialog', { name: 'Copy the snapshot before-orders' })
  await copy.getByRole('textbox', { name: 'Name' }).press('Enter')
  await expect(rows).toHaveCount(2)
  for (const name of ['before-orders-1', 'before-orders']) {
    await rows
      .filter({ hasText: name })
      .first()
      .getByRole('button', { name: `Acts on ${name}`, exact: true })
      .click()
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await expect(page.getByRole('button', { name: `Acts on ${name}`, exact: true })).toBeHidden()
  }

  await runCommand(page, 'Stop the environment of the case')
  await expect(bar.getByText('Stopped')).toBeVisible()
  await runCommand(page, 'Disk and memory of environments')
  const disk = page.getByRole('dialog', { name: 'Disk and memory of environments' })
  await expect(disk.getByRole('rowheader', { name: ref })).toBeVisible()
  await expect(disk.getByText(`The data of ${ref}, whose environment is down.`)).toBeVisible()
  await expectAccessible(page)
  await disk.getByRole('button', { name: /^Remove \d+ part/ }).click()
  await expect(disk.getByRole('heading', { name: 'There is nothing to reclaim' })).toBeVisible()
})
