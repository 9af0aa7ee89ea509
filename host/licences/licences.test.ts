import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { directDatabase } from '../../test/support/direct-database.ts'
import { loadRecipes } from '../recipes/load.ts'
import { registryRefusal } from './registry-refusal.ts'
import { openLicences } from './service.ts'

const context = { signal: new AbortController().signal, mayNamePaths: true }

const weblogic = 'container-registry.oracle.com/middleware/weblogic'

const open = (env: NodeJS.ProcessEnv = {}) => {
  const held = directDatabase()
  const time = { now: Date.UTC(2026, 5, 1) }
  const licences = openLicences({
    database: held.database,
    env,
    newId: v7,
    now: () => time.now,
    recipes: loadRecipes,
    imagesOf: async () => [`${weblogic}:14.1.1.0`, 'postgres:18'],
  })
  return { licences, time, [Symbol.dispose]: () => held[Symbol.dispose]() }
}

test('an image under a licence waits until somebody accepted it, and again when that is over', async () => {
  using bench = open()
  const { licences, time } = bench
  await expect(licences.require([`${weblogic}:14.1.1.0`, 'postgres:18'])).rejects.toMatchObject({
    code: 'licence-needed',
    message: expect.stringMatching(
      /^container-registry\.oracle\.com.* needs ".*" to be accepted\. Nothing was started\./,
    ),
  })
  const { licence } = await licences.handlers.accept(
    { image: `${weblogic}:12`, until: time.now + 1000 },
    context,
  )
  expect(licence).toMatchObject({
    image: weblogic,
    person: 'Ada',
    holds: true,
    name: expect.stringContaining('Oracle'),
  })
  await licences.require([`${weblogic}:14.1.1.0`, 'postgres:18'])
  time.now += 2000
  expect(await licences.handlers.needed({ images: [], allOf: 'CB-1' }, context)).toMatchObject({
    needed: [{ image: weblogic }],
  })
  const again = await licences.handlers.accept({ image: weblogic, until: null }, context)
  await licences.require([weblogic])
  await licences.handlers.withdraw({ id: again.licence.id }, context)
  await expect(licences.require([weblogic])).rejects.toThrow('Nothing was started')
  const { licences: all } = await licences.handlers.list({}, context)
  expect(all.map(({ holds }) => holds)).toEqual([false, false])
})

test('a licence that no recipe knows is named by who accepts it', async () => {
  using bench = open()
  const { accept } = bench.licences.handlers
  await expect(accept({ image: 'vendor.example/app:1', until: null }, context)).rejects.toThrow(
    'Name the licence',
  )
  const named = { name: 'Vendor terms', url: 'https://vendor.example/terms' }
  expect(await accept({ image: 'vendor.example/app:1', until: null, ...named }, context)).toMatchObject({
    licence: { image: 'vendor.example/app', ...named },
  })
  await expect(accept({ image: 'a b', until: null }, context)).rejects.toThrow('no name of an image')
})

test.each([0, 1])(
  'a login gives the password to the engine on its standard input only (exit code %i)',
  async (exitCode) => {
    using temporary = temporaryFolder()
    const program = join(temporary.path, 'docker')
    const seen = join(temporary.path, 'seen')
    // The engine's own command, as far as a login goes: it needs no daemon for the shape of its input.
    writeFileSync(
      program,
      `#!/bin/sh\necho "$@" > ${seen}.args\nenv >> ${seen}.args\ncat > ${seen}.password\necho "unauthorized: secret-token" >&2\nexit ${exitCode}\n`,
    )
    chmodSync(program, 0o755)
    using bench = open({ PATH: `${temporary.path}:/bin:/usr/bin` })
    const input = { registry: 'vendor.example', username: 'ada', password: 'secret-token' }
    const login = Promise.resolve(bench.licences.handlers.login(input, context))
    if (exitCode === 0) expect(await login).toEqual({ notes: '' })
    else
      await expect(login).rejects.toMatchObject({
        code: 'refused',
        message: expect.not.stringContaining('secret-token'),
      })
    expect(readFileSync(`${seen}.password`, 'utf8')).toBe('secret-token')
    expect(readFileSync(`${seen}.args`, 'utf8')).toMatch(
      /^login --username ada --password-stdin vendor.example\n/,
    )
    expect(readFileSync(`${seen}.args`, 'utf8')).not.toContain('secret-token')
  },
)

test('without an engine a login says so', async () => {
  using temporary = temporaryFolder()
  using bench = open({ PATH: temporary.path })
  const input = { registry: 'vendor.example', username: 'ada', password: 'x' }
  await expect(bench.licences.handlers.login(input, context)).rejects.toMatchObject({ code: 'no-engine' })
  expect(existsSync(join(temporary.path, 'config.json'))).toBe(false)
})

const said: [string, string, string][] = [
  [
    'Error response from daemon: Get "https://container-registry.oracle.com/v2/": dial tcp: lookup container-registry.oracle.com: no such host',
    'offline',
    'into the vault',
  ],
  ['unauthorized: Auth failed.', 'login', 'Log the engine in there'],
  [
    'pull access denied for middleware/weblogic, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    'licence',
    'accept it',
  ],
  ['denied: requested access to the resource is denied', 'licence', 'Oracle Standard Terms'],
  ['toomanyrequests: You have reached your pull rate limit.', 'limit', 'wait an hour'],
  ['manifest for weblogic:99 not found: manifest unknown: manifest unknown', 'unknown', 'has no image'],
  ['x509: certificate signed by unknown authority', 'certificate', 'proxy'],
  ['write /var/lib/docker/tmp: no space left on device', 'disk', 'Free some space'],
  ['something else', 'other', 'something else'],
]

for (const [text, reason, hint] of said)
  test(`what a registry said is told as: ${reason}, ${hint}`, () => {
    const known = { licence: { name: 'Oracle Standard Terms', url: 'https://container-registry.oracle.com' } }
    const told = registryRefusal(`${weblogic}:14.1.1.0`, text, known)
    expect(told.reason).toBe(reason)
    expect(told.sentence).toContain(hint)
  })

test('without a licence to accept, "denied" is about the login', () => {
  expect(registryRefusal('team.example/app:1', 'denied: requested access').reason).toBe('login')
})
