import type { Page } from '@playwright/test'
import { openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { test, writeInto } from '../support/engine/journey.ts'
import { proxyImages } from '../support/engine/versions.ts'
import { runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible } from '../support/shell.ts'

/** Versions of a small server; from 1.9 on it refuses headers of 8 KB. */
const versions = ['1.6', '1.7', '1.8', '1.9', '1.10', '1.11']

const compose = (image: string) => `services:
  proxy:
    image: ${image}
    ports: [ "8080" ]
    healthcheck:
      test: [CMD, bash, -c, "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET / HTTP/1.0\\\\r\\\\n\\\\r\\\\n' >&3 && read -r a <&3 && [[ $$a == HTTP/* ]]"]
      interval: 1s
      retries: 90
`

const repro = `#!/bin/bash
exec 3<>"/dev/tcp/127.0.0.1/$CASEBENCH_PROXY_PORT" || exit 125
printf 'GET / HTTP/1.0\\r\\nCookie: %s\\r\\n\\r\\n' "$(head -c 9000 /dev/zero | tr '\\0' a)" >&3
read -r _ status _ <&3 || exit 125
echo "HTTP $status"
case $status in 200) exit 0 ;; 400) exit 1 ;; *) exit 125 ;; esac
`

/** Searches the first version with the problem, and puts it on the case. */
const bisect = async (page: Page, ref: string): Promise<void> => {
  await runCommand(page, 'Show bisections')
  await page.getByRole('button', { name: 'New bisection…' }).click()
  const dialog = page.getByRole('dialog', { name: `Bisect ${ref}` })
  await dialog.getByRole('button', { name: 'Begin' }).click()
  await expect(dialog.getByRole('alert').first()).toHaveText('Say which.')
  await expectAccessible(page)
  await dialog.getByRole('textbox', { name: 'A version without the problem' }).fill('1.6')
  await dialog.getByRole('textbox', { name: 'A version with the problem' }).fill('1.11')
  await dialog.getByRole('textbox', { name: 'Versions, in order' }).fill(versions.join(', '))
  await dialog.getByRole('textbox', { name: 'Versions, in order' }).press('Enter')

  const bisection = page.getByRole('region', { name: 'The bisection' })
  const attach = bisection.getByRole('button', { name: `Attach to ${ref}` })
  await expect(attach).toBeVisible({ timeout: 180_000 })
  await expect(bisection.getByRole('heading')).toContainText('1.9')
  await expect(
    bisection.getByRole('grid', { name: 'Steps' }).getByText('Not reproduced').first(),
  ).toBeVisible()
  await expectAccessible(page)
  await attach.click()
  await bisection.getByRole('button', { name: `Attached to ${ref}` }).click()
  await expect(page.getByRole('article', { name: /./ }).and(page.locator(':focus'))).toContainText('bisected')
}

/** Makes the card of a case, attaches it, and replays it as whoever gets it would. */
const handOn = async (page: Page, ref: string): Promise<void> => {
  await runCommand(page, 'Create a repro card of the case')
  const making = page.getByRole('dialog', { name: `Repro card of ${ref}` })
  const along = making.getByRole('region', { name: 'What goes along' })
  await expect(along.getByText('workspace/repro.sh')).toBeVisible()
  await expect(along.getByText('Reproduced', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await making.getByRole('button', { name: `Attach to ${ref}` }).click()
  await expect(making).toBeHidden()
  const open = page
    .getByRole('region', { name: 'Timeline' })
    .getByRole('button', { name: `Open the repro card ${ref}.casebench-card` })
  await open.scrollIntoViewIfNeeded()
  await open.click()
  const card = page.getByRole('region', { name: `Repro card of ${ref}` })
  await expect(card.getByText('Made on this bench')).toBeVisible()
  await expect(card.getByRole('region', { name: /^Code, repro\.sh/ })).toContainText('CASEBENCH_PROXY_PORT')
  await expectAccessible(page)
  await card.getByRole('button', { name: 'Replay the card' }).click()
  const replay = card.getByRole('region', { name: 'The replay' })
  await expect(replay.getByText('As the card says.')).toBeVisible({ timeout: 180_000 })
  await expect(replay.getByText('Reproduced', { exact: true })).toBeVisible()
  await expectAccessible(page)
}

test('a case is rebuilt, shows its problem, is bisected, and goes on as a card that replays', async ({
  bench,
}) => {
  test.slow()
  const { page, dataDir } = bench
  const image = await proxyImages(versions)
  const ref = await newCase(dataDir, 'Logins fail with HTTP 400 since the upgrade', [
    'component=pkg:generic/haproxy@2.8.3',
  ])
  const { timeline } = await openCase(page, ref)
  await runCommand(page, 'Show environment')
  await expect(page.getByRole('heading', { name: `No environment for ${ref} yet` })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Propose one' }).click()
  const proposal = page.getByRole('alertdialog', { name: `An environment for ${ref}` })
  await expect(proposal.getByRole('list', { name: 'Services' })).toContainText('haproxy:2.8.3')
  await expectAccessible(page)
  await proposal.getByRole('button', { name: 'Write it into the workspace' }).click()
  const file = page.getByRole('region', { name: 'environment/compose.yaml' })
  await expect(file.getByText('haproxy:2.8.3').first()).toBeVisible()
  await openCase(page, ref)

  // A stand-in of the proxy, since its image cannot be had here.
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  writeInto(path, 'environment/compose.yaml', compose(`${image}:1.11`))
  writeInto(path, 'repro.sh', repro)
  const bar = page.getByRole('toolbar', { name: 'Environment' })
  await bar.getByRole('button', { name: 'Start' }).click()
  await expect(bar.getByText('Running · 1 of 1 ready')).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Services' }).getByRole('row')).toContainText(`${image}:1.11`)
  await expect(page.locator('footer').getByRole('button', { name: /^Environment: Running/ })).toBeVisible()
  await expectAccessible(page)

  await runCommand(page, 'Run the check of the case')
  const run = page.getByRole('region', { name: 'The run' })
  await expect(run.getByText('Reproduced', { exact: true })).toBeVisible()
  await run.getByRole('tab', { name: /^Services/ }).click()
  await expect(run.getByText(`${image}:1.11`)).toBeVisible()

  await bisect(page, ref)
  await timeline.getByText('bisected', { exact: true }).scrollIntoViewIfNeeded()
  await expect(timeline.getByRole('region', { name: 'Bisection' })).toContainText('1.9')

  await handOn(page, ref)
  await openCase(page, ref)

  await runCommand(page, 'Remove the environment of the case')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect(bar.getByText('Stopped')).toBeVisible()
})
