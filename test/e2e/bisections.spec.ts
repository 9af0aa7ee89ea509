import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { openCase } from '../support/case-page.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { writeInto } from '../support/engine/journey.ts'
import { runCommand } from '../support/queue-page.ts'
import { expect, expectAccessible, test } from '../support/shell.ts'

// Without any engine: what needs none runs all the same.
test.use({ env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } })

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A small shop whose pool holds as many connections as its settings say. */
const shop = (port: number) => `import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
const pool = Number(/^pool\\.max=(\\d+)$/m.exec(readFileSync('environment/app/app.properties', 'utf8'))[1])
console.log('The pool holds ' + pool)
createServer((_, response) => response.writeHead(pool < 10 ? 503 : 200).end()).listen(${port}, '127.0.0.1')
`

const settings = (pool: number, cache: string, log: string) =>
  `pool.max=${pool}\ncache=${cache}\nlog.level=${log}\n`

/** The second check and all after it wait for the gate. */
const repro = `#!/bin/bash
echo check >> checks
[ "$(wc -l < checks)" = 1 ] || until [ -e gate ]; do sleep 0.05; done
exec 3<>"/dev/tcp/127.0.0.1/$CASEBENCH_SHOP_PORT" || exit 125
printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3
read -r _ status _ <&3
echo "HTTP $status"
[ "$status" = 200 ]
`

test('local processes run without an engine, and a search for the setting is paused, outlives a reload and goes on', async ({
  bench,
}) => {
  test.slow()
  const { page, dataDir } = bench
  const ref = await newCase(dataDir, 'Pool exhausted after patch')
  const { path } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  const port = await freePort()
  const service = { command: [process.execPath, 'shop.mjs'], ready: { type: 'port', port } }
  const compose = { services: { shop: { 'x-casebench': { process: service } } } }
  writeInto(path, 'environment/compose.yaml', JSON.stringify(compose))
  writeInto(path, 'environment/app/app.properties', settings(50, 'on', 'info'))
  writeInto(path, 'prod-healthy/app.properties', settings(50, 'on', 'info'))
  writeInto(path, 'prod/app.properties', settings(8, 'off', 'debug'))
  writeInto(path, 'shop.mjs', shop(port))
  writeInto(path, 'repro.sh', repro)
  const { timeline } = await openCase(page, ref)
  await runCommand(page, 'Start the environment of the case')
  await page.getByRole('button', { name: /^Allow: / }).click()
  await expect(page.getByText('Allowed', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  const bar = page.getByRole('toolbar', { name: 'Environment' })
  await expect(bar.getByText('Running · 1 of 1 ready')).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Services' }).getByRole('row')).toContainText('local process')
  await expect(page.getByRole('region', { name: 'Logs' }).getByText('The pool holds 50')).toBeVisible()
  await expectAccessible(page)

  await runCommand(page, 'Show bisections')
  await page.getByRole('button', { name: 'New bisection…' }).click()
  const dialog = page.getByRole('dialog', { name: `Bisect ${ref}` })
  await dialog.getByRole('combobox', { name: 'Search among' }).click()
  await page.getByRole('option', { name: 'Settings of two configurations' }).click()
  await dialog.getByRole('textbox', { name: 'Configuration that works' }).fill('prod-healthy/app.properties')
  await dialog.getByRole('textbox', { name: 'Configuration that fails' }).fill('prod/app.properties')
  await expectAccessible(page)
  await dialog.getByRole('textbox', { name: 'Configuration that fails' }).press('Enter')

  const bisection = page.getByRole('region', { name: 'The bisection' })
  const steps = bisection.getByRole('grid', { name: 'Steps' }).getByRole('row')
  await expect(steps).toHaveCount(1)
  await bisection.getByRole('button', { name: 'Pause' }).click()
  await expect(bisection.getByRole('button', { name: 'Resume' })).toBeVisible()
  await page.reload()
  await openCase(page, ref)
  await runCommand(page, 'Show bisections')
  await expect(page.getByRole('grid', { name: 'Bisections' }).getByRole('row')).toContainText('Paused')
  await expect(steps).toHaveCount(1)
  await expectAccessible(page)
  await bisection.getByRole('button', { name: 'Resume' }).click()
  await expect(bisection.getByRole('button', { name: 'Pause' })).toBeVisible()
  // A window that is loaded again reads no more, and that pauses it too.
  await page.reload()
  await openCase(page, ref)
  await expect(page.getByRole('grid', { name: 'Bisections' }).getByRole('row')).toContainText('Paused')
  writeInto(path, 'gate', '')
  await bisection.getByRole('button', { name: 'Resume' }).click()
  const attach = bisection.getByRole('button', { name: `Attach to ${ref}` })
  await expect(attach).toBeVisible()
  await expect(
    bisection.getByRole('list', { name: 'What makes the difference' }).getByRole('listitem'),
  ).toContainText(['pool.max in environment/app/app.properties'])
  await attach.click()
  await bisection.getByRole('button', { name: `Attached to ${ref}` }).click()
  const face = timeline.getByRole('region', { name: 'Bisection' })
  await expect(face).toContainText('pool.max')
  await expect(
    timeline.locator('article:focus').filter({ has: page.getByRole('region', { name: 'Bisection' }) }),
  ).toBeInViewport()
  await expectAccessible(page)
})
