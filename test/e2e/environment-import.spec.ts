import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { test, writeInto } from '../support/engine/journey.ts'
import { proxyImages } from '../support/engine/versions.ts'
import { runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible } from '../support/shell.ts'

const tag = '1.9'

/** A project as a customer sends it; its override reaches for this machine. */
const projectOf = (image: string, outside: string, includes: boolean): Readonly<Record<string, string>> => ({
  '.env': `IMAGE=${image}\nTAG=${tag}\nCOMPOSE_PROFILES=batch\n`,
  'docker-compose.yml': [
    ...(includes ? ['include: [ parts/cache.yaml ]'] : []),
    'services:',
    `  web: { image: "\${IMAGE}:\${TAG}" }`,
    `  batch: { image: "\${IMAGE}:\${TAG}", profiles: [ batch ] }`,
    `  debug: { image: "\${IMAGE}:\${TAG}", profiles: [ debug ] }`,
  ].join('\n'),
  'docker-compose.override.yml': [
    'services:',
    '  web:',
    '    volumes:',
    `      - ${outside}:/data`,
    '      - /var/run/docker.sock:/var/run/docker.sock',
    '    environment: { LANG: C }',
    // Not every machine may run it: its profile is off.
    '  debug:',
    '    privileged: true',
  ].join('\n'),
  'parts/cache.yaml': `services:\n  cache: { image: "\${IMAGE}:\${TAG}" }\n`,
})

/** Whether the Compose command here reads `include`. */
const knowsIncludes = async (dataDir: string): Promise<boolean> => {
  const { compose } = (await casebench(dataDir, 'env', 'doctor')) as { compose: { version: string } | null }
  const [major = 0, minor = 0] = (compose?.version ?? '').replace(/^v/, '').split('.').map(Number)
  return major > 2 || (major === 2 && minor >= 20)
}

test("a customer's project is taken over as it is, and starts once each danger in it is allowed", async ({
  bench,
}) => {
  test.slow()
  const { page, dataDir } = bench
  const image = await proxyImages([tag])
  const ref = await newCase(dataDir, 'Orders are lost')
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  const outside = join(dataDir, '..', 'outside')
  mkdirSync(outside)
  const includes = await knowsIncludes(dataDir)
  for (const [file, text] of Object.entries(projectOf(image, outside, includes)))
    writeInto(path, `from-customer/${file}`, text)
  const services = includes ? 3 : 2
  const { toasts } = await openCase(page, ref)
  await runCommand(page, 'Show environment')
  await page.getByRole('button', { name: 'Import a Compose project…' }).click()
  const dialog = page.getByRole('dialog', { name: `Take a Compose project as the environment of ${ref}` })
  const project = dialog.getByRole('radio', { name: /from-customer/ })
  await expect(project).toBeChecked()
  const facts = dialog.getByRole('group', { name: 'Compose projects' })
  await expect(facts).toContainText('docker-compose.yml, docker-compose.override.yml')
  await expect(facts).toContainText('.env')
  await expect(facts).toContainText('profiles batch, debug')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Import' }).click()
  await expect(toasts.getByText(`Took 4 files over as the environment of ${ref}.`)).toBeVisible()
  const file = page.getByRole('region', { name: 'environment/docker-compose.yml' })
  await expect(file.getByText('batch').first()).toBeVisible()

  const bar = page.getByRole('toolbar', { name: 'Environment' })
  const start = bar.getByRole('button', { name: 'Start' })
  await start.click()
  await expect(toasts.getByText(`Nothing of ${ref} was started`)).toBeVisible()
  const lines = page.getByRole('listitem').filter({ hasText: 'docker-compose.override.yml, line' })
  const dangers = ['privileged: true', `- ${outside}:/data`, '- /var/run/docker.sock:/var/run/docker.sock']
  for (const line of dangers) await expect(lines.getByText(line, { exact: true })).toBeVisible()
  await expect(page.getByText('3 of 3 dangers still to allow')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeDisabled()
  await expectAccessible(page)
  const allow = (line: string) =>
    lines
      .filter({ hasText: line })
      .getByRole('button', { name: /^Allow/ })
      .click()
  for (const line of dangers.slice(1)) await allow(line)
  await expect(page.getByText('1 of 3 dangers still to allow')).toBeVisible()
  await page.getByRole('button', { name: 'Back to the environment' }).click()

  // Two of three are not enough.
  await expect(bar.getByText('Stopped')).toBeVisible()
  await start.click()
  await expect(page.getByText('1 of 3 dangers still to allow')).toBeVisible()
  await allow('privileged: true')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(bar.getByText(`Running · ${services} of ${services} ready`)).toBeVisible()
  const rows = page.getByRole('grid', { name: 'Services' }).getByRole('row')
  await expect(rows.filter({ hasText: 'batch' })).toContainText(`${image}:${tag}`)
  await expect(rows.filter({ hasText: 'debug' })).toHaveCount(0)
  await expectAccessible(page)

  const { services: run } = (await casebench(dataDir, 'env', 'status', ref)) as {
    services: { service: string; container: string }[]
  }
  const web = run.find(({ service }) => service === 'web')?.container ?? 'none'
  const asked = ['inspect', '--format', '{{json .HostConfig.Binds}} {{json .Config.Env}}', web]
  expect(execFileSync('docker', asked, { encoding: 'utf8' })).toMatch(/outside:\/data.*"LANG=C"/)
})
