import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { casePage, goTo } from '../../test/support/case-page.ts'
import { casebench } from '../../test/support/casebench.ts'
import { productImage } from '../../test/support/engine/images.ts'
import { runCommand } from '../../test/support/queue-page.ts'
import { repositoryRoot } from '../repository.ts'
import { dismissToasts } from './dismiss-toasts.ts'
import { openSample } from './open-sample.ts'
import type { Scene } from './scene.ts'
import type { Stage } from './stage.ts'

const ref = 'CB-1010'

/** The ticket of somebody in 611 groups; only httpd's own refusal counts. */
const repro = String.raw`#!/bin/bash
exec 3<>"/dev/tcp/127.0.0.1/$CASEBENCH_HTTPD_PORT" || exit 125
ticket=$(head -c 12000 /dev/zero | tr '\0' T)
printf 'GET /ward/ HTTP/1.0\r\nAuthorization: Negotiate %s\r\n\r\n' "$ticket" >&3
answer=$(cat <&3)
head -1 <<<"$answer"
! grep 'exceeds server limit' <<<"$answer"
`

/** What the customer's settings were while everybody could sign in. */
const healthy = [
  ['LimitRequestFieldSize 8190', 'LimitRequestFieldSize 65536'],
  ['LimitRequestLine 8190', 'LimitRequestLine 16380'],
  ['Timeout 60', 'Timeout 300'],
  ['LogLevel warn proxy:info', 'LogLevel info'],
] as const

/** No registry is asked for pictures: images made of Debian's packages stand in for httpd's and Tomcat's. */
const useStandIns = async (root: string): Promise<void> => {
  const path = join(root, 'environment/compose.yaml')
  const proxies = `image: ${await productImage('proxies')}\n    command: [httpd-foreground]`
  const text = (await readFile(path, 'utf8'))
    .replace(/image: httpd:.*/, proxies)
    .replace(/image: tomcat:.*/, `image: ${await productImage('tomcat')}`)
  await writeFile(path, text)
}

const prepare = async ({ dataDir }: Stage): Promise<void> => {
  const { path: root } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  await useStandIns(root)
  const page = join(root, 'environment/tomcat/webapps/ward')
  await mkdir(page, { recursive: true })
  await cp(join(repositoryRoot, 'build/sample-desk/header-limit/index.jsp'), join(page, 'index.jsp'))
  await writeFile(join(root, 'repro.sh'), repro)
  await chmod(join(root, 'repro.sh'), 0o755)
  const now = await readFile(join(root, 'environment/httpd/httpd.conf'), 'utf8')
  await mkdir(join(root, 'healthy'))
  await writeFile(
    join(root, 'healthy/httpd.conf'),
    healthy.reduce((text, [from, to]) => text.replace(from, to), now),
  )
}

const bar = (page: Page) => page.getByRole('toolbar', { name: 'Environment' })

/** The stack of a case, from its components to the setting at fault; it needs a container engine. */
export const stackScenes: readonly Scene[] = [
  {
    name: 'propose',
    play: async (page, stage) => {
      await stage.engine()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      await goTo(page, '/queue')
      await openSample(page, ref)
      await runCommand(page, 'Propose an environment for the case')
      await page.getByRole('button', { name: 'Write it into the workspace' }).waitFor()
    },
  },
  {
    name: 'environment',
    play: async (page, stage) => {
      await page.getByRole('button', { name: 'Write it into the workspace' }).click()
      await page
        .getByRole('region', { name: 'Notifications' })
        .getByText(/^Wrote /)
        .waitFor()
      await prepare(stage)
      await runCommand(page, 'Show environment')
      await bar(page).getByRole('button', { name: 'Start' }).click()
      await bar(page).getByText('Running · 2 of 2 ready').waitFor({ timeout: 120_000 })
      // What the last service takes comes a moment after it is ready.
      await page.getByRole('grid', { name: 'Services' }).getByText(/ % · /).nth(1).waitFor()
      await dismissToasts(page)
    },
  },
  {
    name: 'bisection',
    play: async (page, { dataDir }) => {
      await casebench(dataDir, 'check', ref)
      await casebench(
        dataDir,
        'bisect',
        ref,
        '--settings',
        'healthy/httpd.conf',
        'environment/httpd/httpd.conf',
        '--attach',
      )
      await casebench(dataDir, 'env', 'down', ref, '--purge')
      await goTo(page, `/case/${ref}`)
      await casePage(page).timeline.getByText('bisected', { exact: true }).scrollIntoViewIfNeeded()
      await runCommand(page, 'Show bisections')
      await page.getByRole('region', { name: 'The bisection' }).getByRole('grid', { name: 'Steps' }).waitFor()
      await dismissToasts(page)
    },
  },
  {
    name: 'card',
    play: async (page) => {
      await runCommand(page, 'Create a repro card of the case')
      const making = page.getByRole('dialog', { name: `Repro card of ${ref}` })
      await making.getByRole('button', { name: `Attach to ${ref}` }).click()
      await making.waitFor({ state: 'hidden' })
      await page.getByRole('button', { name: 'Hide the bench' }).click()
      await casePage(page)
        .timeline.getByRole('button', { name: `Open the repro card ${ref}.casebench-card` })
        .click()
      const card = page.getByRole('region', { name: `Repro card of ${ref}` })
      await card.getByRole('button', { name: 'Replay the card' }).click()
      await card.getByText('As the card says.').waitFor({ timeout: 180_000 })
      await dismissToasts(page)
    },
  },
]
