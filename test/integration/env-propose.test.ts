import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { type Desk, newCase, openDesk } from './cli-process.ts'

const withComponents = async (
  desk: Desk,
  components: string[],
): Promise<{ ref: string; workspace: string }> => {
  const { ref } = await newCase(desk, 'Pool exhausted')
  for (const component of components) await desk.json(['set', ref, `component=+${component}`])
  const { path } = (await desk.json(['workspace', 'path', ref])) as { path: string }
  return { ref, workspace: path }
}

const put = (workspace: string, files: Record<string, string>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true })
    writeFileSync(join(workspace, path), text)
  }
}

test('the components of a case become an environment that may be started, and nothing there is changed', async () => {
  const desk = await openDesk()
  const { ref, workspace } = await withComponents(desk, ['Apache Tomcat@10.1.28', 'PostgreSQL@16', 'Gizmo@1'])
  expect(await desk.json(['env', 'propose', ref])).toMatchObject({
    services: [{ image: 'tomcat:10.1.28' }, { image: expect.stringMatching(/^postgres:16\./) }],
    wires: [{ from: 'tomcat', to: 'postgres', interface: 'jdbc:postgresql' }],
    unmatched: [{ component: { name: 'Gizmo' } }],
    written: expect.arrayContaining(['environment/tomcat/context.xml']),
  })
  expect(await desk.json(['env', 'review', ref])).toEqual({ dangers: [] })
  const compose = join(workspace, 'environment/compose.yaml')
  writeFileSync(compose, `${readFileSync(compose, 'utf8')}# mine\n`)
  expect(await desk.json(['env', 'propose', ref])).toMatchObject({
    written: [],
    beside: [{ path: 'environment/compose.yaml', proposed: 'environment/compose.proposed.yaml' }],
  })
  expect(readFileSync(compose, 'utf8')).toMatch(/# mine\n$/)
})

interface Dangers {
  dangers: { id: string; kind: string; level: string; line: number; allowed: boolean }[]
}

test('a hostile Compose file is not started until each danger is allowed', async () => {
  const desk = await openDesk()
  const { ref, workspace } = await withComponents(desk, [])
  put(workspace, {
    'environment/compose.yaml':
      'services:\n  web:\n    image: casebench.invalid/x\n    ports: ["80:80"]\n    volumes: ["/etc:/host", "$HOME/x:/x:ro"]\n    privileged: true\n',
  })
  const { dangers } = (await desk.json(['env', 'review', ref])) as Dangers
  expect(dangers.map(({ kind, level, line }) => `${kind} ${level} ${line}`)).toEqual([
    'public-port warning 4',
    'host-mount refused 5',
    'host-mount refused 5',
    'privileged refused 6',
  ])
  const [, mount, home, privileged] = dangers.map(({ id }) => id)
  const refused = await desk.run(['env', 'up', ref, '--allow', mount ?? '', '--allow', home ?? ''])
  expect(refused.stderr).toContain('environment/compose.yaml:6 web: The container gets all rights')
  expect(refused.stderr).not.toContain('/etc')
  const allowed = await desk.run(['env', 'up', ref, '--allow', privileged ?? ''])
  expect(allowed.stderr).not.toContain('more than its own containers')
})

test('a Compose project of the customer is taken as it is', async () => {
  const desk = await openDesk()
  const { ref, workspace } = await withComponents(desk, [])
  const text = 'services:\r\n  web: { image: "nginx:$TAG", profiles: [tools] }\r\n'
  put(workspace, { 'bundle/shop/docker-compose.yml': text, 'bundle/shop/.env': 'TAG=1.27\n' })
  expect(await desk.json(['env', 'import', ref])).toMatchObject({
    projects: [{ folder: 'bundle/shop', services: ['web'], profiles: ['tools'], env: true }],
  })
  expect(await desk.json(['env', 'import', ref, 'bundle/shop'])).toEqual({
    copied: 2,
    leftOut: [],
    missing: [],
  })
  expect(readFileSync(join(workspace, 'environment/docker-compose.yml'), 'utf8')).toBe(text)
  const again = await desk.run(['env', 'import', ref, 'bundle/shop'])
  expect(again.stderr).toContain('There is a folder "environment" already')
})

test('the products that environments are made of are listed', async () => {
  const desk = await openDesk()
  const { recipes } = (await desk.json(['env', 'recipes'])) as {
    recipes: { id: string; versions: unknown[] }[]
  }
  expect(recipes).toHaveLength(25)
  expect(recipes.find(({ id }) => id === 'tomcat')?.versions).toContainEqual({
    version: '10.1.28',
    image: 'tomcat:10.1.28',
  })
})
