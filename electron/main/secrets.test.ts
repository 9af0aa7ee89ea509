import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type KeyStore, openSecrets, secretsAtMost } from './secrets.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casebench-secrets-'))
  file = join(folder, 'secrets.json')
})
afterEach(() => rm(folder, { recursive: true }))

/** A key store with a key of its own, as each system account has. */
const keyStore = (trustworthy = true): KeyStore => {
  const key = randomBytes(32)
  return {
    trustworthy: async () => trustworthy,
    async encrypt(text) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body])
    },
    async decrypt(bytes) {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}

test('a secret is read back, also later, and lies encrypted in a file for this user only', async () => {
  const keys = keyStore()
  await openSecrets(file, keys).store('sync.token', 'hunter2 ü')
  expect(await openSecrets(file, keys).read('sync.token')).toBe('hunter2 ü')
  expect(await readFile(file, 'utf8')).not.toContain('hunter2')
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['secrets.json'])
})

test('null forgets; what was never stored is null', async () => {
  const secrets = openSecrets(file, keyStore())
  await secrets.store('a', '1')
  await secrets.store('a', null)
  expect([await secrets.read('a'), await secrets.read('b')]).toEqual([null, null])
})

test('stores at the same moment all stay', async () => {
  const secrets = openSecrets(file, keyStore())
  const names = Array.from({ length: 20 }, (_, nth) => `s${nth}`)
  await Promise.all(names.map((name) => secrets.store(name, name)))
  expect(await Promise.all(names.map((name) => secrets.read(name)))).toEqual(names)
})

test('without a trustworthy key store nothing is written, and the sentence says what to do', async () => {
  const secrets = openSecrets(file, keyStore(false))
  await expect(secrets.store('a', '1')).rejects.toMatchObject({
    code: 'no-key-store',
    message: expect.stringContaining('try again'),
  })
  expect(await readdir(folder)).toEqual([])
})

test('a secret under another key, and a damaged file, count as not there', async () => {
  await openSecrets(file, keyStore()).store('a', '1')
  const secrets = openSecrets(file, keyStore())
  expect(await secrets.read('a')).toBeNull()
  await writeFile(file, '{"a":')
  expect(await secrets.read('a')).toBeNull()
  await secrets.store('a', '2')
  expect(await secrets.read('a')).toBe('2')
})

test('there is a bound', async () => {
  const secrets = openSecrets(file, keyStore())
  const full = Object.fromEntries(Array.from({ length: secretsAtMost }, (_, nth) => [`s${nth}`, 'AAAA']))
  await writeFile(file, JSON.stringify(full))
  await expect(secrets.store('one-more', '1')).rejects.toMatchObject({ code: 'full' })
  await secrets.store('s0', 'replaced')
  expect(await secrets.read('s0')).toBe('replaced')
})
