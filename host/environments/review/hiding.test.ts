import { execFileSync, spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { reviewEnvironment } from './review.ts'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'hiding-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** What a service may do that is refused, in plain words. */
const dangers: { kind: string; key: string; value: unknown }[] = [
  { kind: 'privileged', key: 'privileged', value: true },
  { kind: 'host-mount', key: 'volumes', value: ['data:/d', '/etc:/host'] },
  { kind: 'host-mount', key: 'volumes', value: [{ type: 'bind', source: '/etc', target: '/host' }] },
  { kind: 'engine-socket', key: 'volumes', value: ['/var/run/docker.sock:/s'] },
  { kind: 'capability', key: 'cap_add', value: ['SYS_ADMIN'] },
  { kind: 'host-namespace', key: 'network_mode', value: 'host' },
  { kind: 'host-namespace', key: 'pid', value: 'host' },
  { kind: 'device', key: 'devices', value: ['/dev/mem:/dev/mem'] },
  { kind: 'security-option', key: 'security_opt', value: ['seccomp=unconfined'] },
  { kind: 'remote-build', key: 'build', value: { context: 'https://example.com/x.git' } },
  { kind: 'outside-file', key: 'env_file', value: ['../../../x.env'] },
  { kind: 'local-process', key: 'x-casebench', value: { process: { command: ['sh'] } } },
]

interface Files {
  main: string[]
  all: Record<string, string>
}
type Way = (of: { key: string; value: unknown }) => Files

const file = (value: unknown): string => stringify(value, { aliasDuplicateObjects: false })
const harmless = { services: { web: { image: 'nginx' } } }
const withService = (more: object) => ({ services: { web: { image: 'nginx', ...more } } })
const one = (text: string): Files => ({ main: ['compose.yaml'], all: { 'compose.yaml': text } })

/** Ways by which a file may say a thing where one does not look for it. */
const ways: Record<string, Way> = {
  plainly: ({ key, value }) => one(file(withService({ [key]: value }))),
  'by an anchor on the value': ({ key, value }) =>
    one(`x-a: &a\n  ${JSON.stringify(value)}\nservices:\n  web:\n    image: nginx\n    ${key}: *a\n`),
  'by an anchor on the service': ({ key, value }) =>
    one(`x-a: &a { image: nginx, ${key}: ${JSON.stringify(value)} }\nservices:\n  web: *a\n`),
  'by a merge key': ({ key, value }) =>
    one(`x-a: &a { ${key}: ${JSON.stringify(value)} }\nservices:\n  web:\n    <<: *a\n    image: nginx\n`),
  'by merge keys in a list and below each other': ({ key, value }) =>
    one(
      `x-a: &a { ${key}: ${JSON.stringify(value)} }\nx-b: &b { <<: *a }\nx-c: &c { tty: true }\nservices:\n  web:\n    image: nginx\n    <<: [*c, *b]\n`,
    ),
  'as JSON': ({ key, value }) => one(JSON.stringify(withService({ [key]: value }))),
  'with quoted keys and long gaps': ({ key, value }) =>
    one(`services:\n  "web":\n\n\n    ? '${key}'\n    :   ${JSON.stringify(value)}\n`),
  'before an equal key': ({ key, value }) =>
    one(`services:\n  web:\n    ${key}: ${JSON.stringify(value)}\n    ${key}: null\n`),
  'after an equal key': ({ key, value }) =>
    one(`services:\n  web:\n    ${key}: null\n    ${key}: ${JSON.stringify(value)}\n`),
  'in a second document': ({ key, value }) =>
    one(`${file(harmless)}---\n${file(withService({ [key]: value }))}`),
  'in a profile': ({ key, value }) => one(file(withService({ profiles: ['debug'], [key]: value }))),
  'with a tag of Compose': ({ key, value }) =>
    one(`services:\n  web:\n    image: nginx\n    ${key}: !override\n      ${JSON.stringify(value)}\n`),
  'in the form without services': ({ key, value }) => one(file({ web: { image: 'nginx', [key]: value } })),
  'in an override file': ({ key, value }) => ({
    main: ['compose.yaml', 'compose.override.yaml'],
    all: { 'compose.yaml': file(harmless), 'compose.override.yaml': file(withService({ [key]: value })) },
  }),
  'in a file that is extended': ({ key, value }) => ({
    main: ['compose.yaml'],
    all: {
      'compose.yaml': file({ services: { web: { extends: { file: 'sub/base.yaml', service: 'web' } } } }),
      'sub/base.yaml': file(withService({ [key]: value })),
    },
  }),
  'in a file that an extended one extends': ({ key, value }) => ({
    main: ['compose.yaml'],
    all: {
      'compose.yaml': file({ services: { web: { extends: { file: './a.yaml', service: 'web' } } } }),
      'a.yaml': file({ services: { web: { extends: { file: 'sub/b.yaml', service: 'web' } } } }),
      'sub/b.yaml': file(withService({ [key]: value })),
    },
  }),
  'in a file that is included': ({ key, value }) => ({
    main: ['compose.yaml'],
    all: {
      'compose.yaml': file({ include: ['sub/inc.yaml'], ...harmless }),
      'sub/inc.yaml': file(withService({ [key]: value })),
    },
  }),
  'in an override of an included file': ({ key, value }) => ({
    main: ['compose.yaml'],
    all: {
      'compose.yaml': file({
        include: [{ path: ['sub/inc.yaml', 'sub/over.yaml'], project_directory: '.' }],
      }),
      'sub/inc.yaml': file(harmless),
      'sub/over.yaml': file(withService({ [key]: value })),
    },
  }),
  'by a variable of .env': ({ key, value }) => ({
    main: ['compose.yaml'],
    all: {
      'compose.yaml': file(withService({ [key]: throughVariables(value).value })),
      '.env': throughVariables(value).env,
    },
  }),
  'by the default of a variable': ({ key, value }) =>
    one(file(withService({ [key]: throughDefaults(value) }))),
}

const mapped = (value: unknown, text: (one: string) => string): unknown => {
  if (typeof value === 'string') return text(value)
  if (typeof value === 'boolean') return text(String(value))
  if (Array.isArray(value)) return value.map((item) => mapped(item, text))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped(item, text)]))
  return value
}

const throughVariables = (value: unknown): { value: unknown; env: string } => {
  const lines: string[] = []
  const through = mapped(value, (text) => {
    lines.push(`V${lines.length}="${text}"`)
    return `\${V${lines.length - 1}}`
  })
  return { value: through, env: lines.join('\n') }
}

const throughDefaults = (value: unknown): unknown =>
  mapped(value, (text) => (/[{}$]/.test(text) ? text : `\${A_${text.length}:-\${B_${text.length}-${text}}}`))

const kindsOf = async ({ main, all }: Files): Promise<string[]> => {
  const folder = mkdtempSync(join(root, 'case-'))
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, 'environment', path)), { recursive: true })
    writeFileSync(join(folder, 'environment', path), text)
  }
  const review = await reviewEnvironment({ root: folder, files: main.map((path) => `environment/${path}`) })
  rmSync(folder, { recursive: true })
  for (const danger of review.dangers) {
    expect(danger.line).toBeGreaterThan(0)
    expect(Object.keys(all)).toContain(danger.file.slice('environment/'.length))
  }
  return review.dangers.filter(({ level }) => level === 'refused').map(({ kind }) => kind)
}

describe('no danger is hidden', () => {
  it.each(Object.entries(ways))('%s', async (_name, way) => {
    for (const danger of dangers) {
      const files = way(danger)
      expect(await kindsOf(files), JSON.stringify(files, null, 1)).toContain(danger.kind)
    }
  })

  it('in what docker-compose makes of the file', async ({ skip }) => {
    skip(spawnSync('docker-compose', ['version']).status !== 0, 'there is no docker-compose on this machine')
    const folder = mkdtempSync(join(root, 'meaning-'))
    // A service for each; Compose reads the files that env_file names, so that one is there.
    const services = Object.fromEntries(
      dangers.map(({ key, value }, at) => [`s${at}`, { image: 'nginx', profiles: ['x'], [key]: value }]),
    )
    writeFileSync(join(folder, 'x.env'), 'A=1\n')
    mkdirSync(join(folder, 'a/b/c'), { recursive: true })
    writeFileSync(join(folder, 'a/b/c/compose.yaml'), file({ services, volumes: { data: {} } }))
    const args = ['--file', 'compose.yaml', '--profile', 'x', 'config']
    const normalised = execFileSync('docker-compose', args, { cwd: join(folder, 'a/b/c'), encoding: 'utf8' })
    writeFileSync(join(folder, 'empty.yaml'), 'services: {}\n')
    const review = await reviewEnvironment({ root: folder, files: ['empty.yaml'], normalised })
    const found = review.dangers.map(({ service, kind }) => `${service} ${kind}`)
    // What a service reads from a file stands in it as variables then.
    const left = dangers.flatMap(({ kind, key }, at) => (key === 'env_file' ? [] : [`s${at} ${kind}`]))
    expect(found).toEqual(expect.arrayContaining(left))
  })

  it('among much that is harmless, wherever it stands', async () => {
    const noise = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.record({
        image: fc.constant('nginx'),
        command: fc.string(),
        labels: fc.array(fc.stringMatching(/^[a-z]+=x$/)),
      }),
      { maxKeys: 8 },
    )
    await fc.assert(
      fc.asyncProperty(
        noise,
        fc.stringMatching(/^[a-z]{9,12}$/),
        fc.constantFrom(...dangers),
        async (others, name, danger) => {
          const services = { ...others, [name]: { image: 'nginx', [danger.key]: danger.value } }
          expect(await kindsOf(one(file({ services })))).toContain(danger.kind)
          expect(await kindsOf(one(file({ services: others })))).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })
})

const fixtures = process.env.CASEBENCH_FIXTURES

describe('Compose files of others', () => {
  it('are read, and hold little that is not known', async ({ skip }) => {
    skip(fixtures === undefined, 'CASEBENCH_FIXTURES names no folder with them')
    const all = globSync(join(fixtures ?? '', 'compose/**/*.{yml,yaml}'))
    expect(all.length).toBeGreaterThan(100)
    const unknown: string[] = []
    for (const path of all) {
      const review = await reviewEnvironment({ root: dirname(path), files: [basename(path)] })
      for (const danger of review.dangers) {
        expect(danger.line).toBeGreaterThan(0)
        if (danger.kind === 'unknown-key') unknown.push(danger.value)
      }
    }
    expect(unknown).toEqual(['wrongField'])
  })
})
