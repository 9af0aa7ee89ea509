import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { Page } from '@playwright/test'
import { openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { test, writeInto } from '../support/engine/journey.ts'
import { proxyImages } from '../support/engine/versions.ts'
import { runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible } from '../support/shell.ts'
import { workspacePage } from '../support/workspace-page.ts'

const compose = (port: number) => `services:
  web:
    image: casebench-test/absent:1
    ports: [ "${port}:8080" ]
    healthcheck:
      test: [ CMD, "false" ]
      interval: 1s
      retries: 2
`

/** Writes a line of the Compose file anew in the editor, and saves. */
const writeLine = async (page: Page, line: number, text: string): Promise<void> => {
  const { quickOpen, text: shown } = workspacePage(page)
  await quickOpen(`compose.yaml:${line}`)
  await expect.poll(shown).toContain('healthcheck:')
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.type(text)
  // The suggestions for what is typed.
  await page.keyboard.press('Escape')
  await expect.poll(shown).toContain(text)
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('tab', { name: /compose\.yaml/ }).first()).not.toContainText('not saved')
}

test('a start that fails says why each time, until the file is right: by keyboard alone', async ({
  bench,
}) => {
  test.slow()
  const { page, dataDir } = bench
  const image = await proxyImages(['1.9'])
  const ref = await newCase(dataDir, 'The shop does not come up')
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  await using taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  writeInto(path, 'environment/compose.yaml', compose(port))
  const { toasts } = await openCase(page, ref)
  const bar = page.getByRole('toolbar', { name: 'Environment' })

  await runCommand(page, 'Start the environment of the case')
  await expect(page.getByRole('heading', { name: 'Nothing runs' })).toBeVisible()
  await expect(page.getByText('is neither on this machine nor in the image vault').last()).toBeVisible()
  await expect(bar.getByText('Stopped')).toBeVisible()
  await expectAccessible(page)

  await writeLine(page, 3, `image: ${image}:1.9`)
  await runCommand(page, 'Start the environment of the case')
  await expect(bar.getByText('Not ready · 0 of 1 ready')).toBeVisible()
  await expect(toasts.getByText('The environment did not get ready', { exact: false }).first()).toBeVisible()
  const row = page.getByRole('grid', { name: 'Services' }).getByRole('row')
  await expect(row).toContainText('Its health check failed')
  await expect(row.getByRole('img', { name: 'In trouble' })).toBeVisible()
  const logs = page.getByRole('region', { name: 'Logs' })
  await expect(logs.getByText('version 1.9 listens')).toBeVisible()
  const moved = row.getByRole('link', {
    name: new RegExp(`^Port ${port} was taken, so port 8080 of web is at `),
  })
  const address = (await moved.getAttribute('href')) ?? ''
  expect((await fetch(address)).status).toBe(200)
  await expectAccessible(page)

  await runCommand(page, 'Stop the environment of the case')
  await expect(bar.getByText('Stopped')).toBeVisible()
  await writeLine(page, 6, 'test: [CMD, "true"]')
  await runCommand(page, 'Start the environment of the case')
  await expect(bar.getByText('Running · 1 of 1 ready')).toBeVisible()
  await expect(moved).toBeVisible()
})
