import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newCase, openDesk, serving, startCli } from './cli-process.ts'

const made = async (lines: readonly string[]) => {
  const desk = await openDesk()
  const { ref } = await newCase(desk, 'Which one is it')
  const { path } = (await desk.json(['workspace', 'path', ref])) as { path: string }
  writeFileSync(join(path, 'repro.sh'), `${lines.join('\n')}\n`)
  return { desk, ref, path }
}

const versions = Array.from({ length: 16 }, (_, minor) => `1.${minor}`)
const list = versions.join(',')
const olderThan12 = '[ "$(echo "$CASEBENCH_BISECT_VERSION" | cut -d. -f2)" -lt 12 ]'

test('finds the first bad version, or the fix, and puts the card onto the case', async () => {
  const { desk, ref } = await made(['#!/bin/sh', olderThan12])
  const range = ['--service', 'web', '--versions', list]
  const found = await desk.json(['bisect', ref, ...range, '--good', '1.0', '--bad', '1.15', '--attach'])
  expect(found).toEqual({
    firstBad: '1.12',
    lastGood: '1.11',
    steps: [
      { version: '1.7', verdict: 'not-reproduced' },
      { version: '1.11', verdict: 'not-reproduced' },
      { version: '1.13', verdict: 'reproduced' },
      { version: '1.12', verdict: 'reproduced' },
    ],
  })
  const { events } = (await desk.json(['show', ref])) as { events: { attachments: { name: string }[] }[] }
  expect(events[0]?.attachments[0]?.name).toMatch(/^bisection-.*\.md$/)
  // The same list read the other way round is a search for the fix.
  const fix = await desk.json(['bisect', ref, ...range, '--bad', '1.15', '--good', '1.0', '--find-fix'])
  expect(fix).toMatchObject({ firstGood: '1.11', lastBad: '1.12' })
})

test('finds the settings, and says so where there is nothing to find', async () => {
  const { desk, ref, path } = await made(['#!/bin/sh', '! grep -q "^max=80" "$CASEBENCH_BISECT_SETTINGS"'])
  const lines = (max: number, other: string) => [`max=${max}`, `a=${other}`, `b=${other}`].join('\n')
  mkdirSync(join(path, 'good'))
  writeFileSync(join(path, 'good', 'x.properties'), lines(8, 'one'))
  // The other one lies beside the workspace, where the command is typed.
  writeFileSync(join(desk.folder, 'x.properties'), lines(80, 'two'))
  const sides = ['--settings', 'good/x.properties', 'x.properties']
  expect(await desk.json(['bisect', ref, ...sides])).toMatchObject({
    minimal: [{ file: 'x.properties', key: 'max', from: '8', to: '80' }],
    steps: expect.arrayContaining([{ settings: ['max'], verdict: 'reproduced' }]),
  })
  const turned = await desk.run(['bisect', ref, '--settings', 'x.properties', 'good/x.properties'])
  expect(turned.code).toBe(3)
  expect(turned.stdout).toMatch(/right way round/)
  expect((await desk.run(['bisect', ref])).code).toBe(2)
  const both = await desk.run(['bisect', ref, ...sides, '--fresh', '--snapshot', 'seeded'])
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('--fresh or --snapshot') })
  const unknown = await desk.run(['bisect', ref, ...sides, '--snapshot', 'seeded'])
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('no snapshot "seeded"') })
  expect((await desk.run(['bisect', ref, '--resume'])).stderr).toMatch(/has no paused bisection/)
})

test('an interrupt pauses it, and so does somebody else; it is resumed, or given up', async () => {
  const { desk, ref } = await made([
    ...[
      '#!/bin/sh',
      'echo "$CASEBENCH_BISECT_STEP" >> tries',
      '[ "$CASEBENCH_BISECT_STEP" -lt 3 ] || [ -e go ] || sleep 600',
    ],
    olderThan12,
  ])
  await serving(desk)
  const argv = ['bisect', ref, '--service', 'web', '--versions', list, '--good', '1.0', '--bad', '1.15']
  const begun = startCli(['--data', desk.data, ...argv])
  await said(begun.child.stderr, '2. ')
  begun.child.kill('SIGINT')
  expect((await begun.ended).code).toBe(130)

  const again = startCli(['--data', desk.data, 'bisect', ref, '--resume', '--json'])
  const paused = await untilPaused(() => desk.run(['bisect', ref, '--pause']))
  expect(paused).toMatch(/^Paused/)
  expect((await again.ended).code).not.toBe(0)

  const { path } = (await desk.json(['workspace', 'path', ref])) as { path: string }
  writeFileSync(join(path, 'go'), '')
  const done = await desk.json(['bisect', ref, '--resume'])
  expect(done).toMatchObject({ firstBad: '1.12', lastGood: '1.11' })
  expect((done as { steps: unknown[] }).steps).toHaveLength(4)
  expect((await desk.run(['bisect', ref, '--cancel'])).stderr).toMatch(/has no paused bisection/)
})

const said = async (stream: NodeJS.ReadableStream, text: string): Promise<void> => {
  let all = ''
  stream.on('data', (chunk) => (all += String(chunk)))
  while (!all.includes(text)) await new Promise((resolve) => stream.once('data', resolve))
}

/** What `act` prints once there is something to pause. */
const untilPaused = async (act: () => Promise<{ code: number | null; stdout: string }>): Promise<string> => {
  for (;;) {
    const { code, stdout } = await act()
    if (code === 0) return stdout
  }
}

test('bisects a service that is a local process', async () => {
  const { desk, ref, path } = await made([
    '#!/bin/sh',
    `exec '${process.execPath}' -e 'fetch(process.env.CASEBENCH_APP_URL).then((one) => process.exit(one.ok ? 0 : 1), () => process.exit(125))'`,
  ])
  const port = await freePort()
  writeFileSync(
    join(path, 'app.mjs'),
    `import { createServer } from 'node:http'
const minor = Number((process.env.CASEBENCH_BISECT_VERSION ?? '1.0').split('.')[1])
createServer((_, response) => { response.statusCode = minor >= 5 ? 500 : 200; response.end() }).listen(${port}, '127.0.0.1')
`,
  )
  mkdirSync(join(path, 'environment'))
  const service = { command: [process.execPath, 'app.mjs'], ready: { type: 'port', port } }
  const compose = { services: { app: { 'x-casebench': { process: service } } } }
  writeFileSync(join(path, 'environment/compose.yaml'), JSON.stringify(compose))
  const refused = await desk.run(['check', ref])
  const id = /\[([0-9a-f]{16})\]/.exec(refused.stderr)?.[1] ?? refused.stderr
  await serving(desk)
  await desk.json(['env', 'up', ref, '--allow', id])
  expect(await desk.json(['check', ref])).toMatchObject({ verdict: 'not-reproduced' })
  const range = ['--good', '1.0', '--bad', '1.7', '--versions', versions.slice(0, 8).join(',')]
  expect(await desk.json(['bisect', ref, '--service', 'app', ...range])).toMatchObject({
    ...{ firstBad: '1.5', lastGood: '1.4' },
  })
})

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
