import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { readForEditor } from './read.ts'
import { versionOf } from './version.ts'
import { type WriteInput, writeText } from './write.ts'

const form = { encoding: 'utf-8', bom: false, lineEnding: '\n' } as const
let ids = 0
const newId = () => `test-${++ids}`

const made = () => {
  const temporary = temporaryFolder()
  const root = join(temporary.path, 'workspace')
  mkdirSync(join(root, 'conf'), { recursive: true })
  const write = (input: Partial<WriteInput> & { path: string }) =>
    writeText(root, { text: '', form, base: null, overwrite: false, ...input }, newId)
  const inside = (path: string) => join(root, path)
  return { outside: temporary.path, root, write, inside, [Symbol.dispose]: () => temporary[Symbol.dispose]() }
}

test('a file is written whole, keeps its mode, and leaves nothing beside it', async () => {
  using at = made()
  const { version } = await at.write({ path: 'conf/a.sh', text: 'one\n' })
  chmodSync(at.inside('conf/a.sh'), 0o751)
  expect(await versionOf(at.root, 'conf/a.sh')).toBe(version)
  const second = await at.write({ path: 'conf/a.sh', text: 'two\n', base: version })
  expect(second).toMatchObject({ bytes: 4 })
  expect(readFileSync(at.inside('conf/a.sh'), 'utf8')).toBe('two\n')
  expect(statSync(at.inside('conf/a.sh')).mode & 0o777).toBe(0o751)
  expect(readdirSync(at.inside('conf'))).toEqual(['a.sh'])
})

test('a change by another program is never overwritten without a word', async () => {
  using at = made()
  const { version } = await at.write({ path: 'a', text: 'mine' })
  writeFileSync(at.inside('a'), 'theirs')
  const theirs = await versionOf(at.root, 'a')
  await expect(at.write({ path: 'a', text: 'x', base: version })).rejects.toMatchObject({
    code: 'changed',
    details: { version: theirs },
  })
  await expect(at.write({ path: 'a', text: 'x', base: null })).rejects.toMatchObject({ code: 'changed' })
  expect(readFileSync(at.inside('a'), 'utf8')).toBe('theirs')
  await at.write({ path: 'a', text: 'x', base: version, overwrite: true })
  rmSync(at.inside('a'))
  await expect(at.write({ path: 'a', text: 'y', base: theirs })).rejects.toThrow(/was deleted/)
})

test('nothing outside is read or written through links', async () => {
  using at = made()
  writeFileSync(join(at.outside, 'secret'), 'secret')
  symlinkSync(join(at.outside, 'secret'), at.inside('out'))
  symlinkSync(at.outside, at.inside('up'))
  symlinkSync('nowhere', at.inside('dangling'))
  for (const path of ['out', 'up/secret', 'up/new', 'dangling'])
    await expect(at.write({ path, text: 'x', overwrite: true })).rejects.toMatchObject({ code: 'refused' })
  expect(readFileSync(join(at.outside, 'secret'), 'utf8')).toBe('secret')
  expect(await readForEditor(at.root, { path: 'out' })).toMatchObject({ kind: 'refused' })
  expect(await readForEditor(at.root, { path: 'up/secret' })).toMatchObject({ kind: 'refused' })
  expect(await readForEditor(at.root, { path: 'dangling' })).toMatchObject({
    kind: 'refused',
    sentence: expect.stringContaining('leads nowhere'),
  })
})

test('a link that stays inside is written through, and stays a link', async () => {
  using at = made()
  const { version } = await at.write({ path: 'conf/real', text: 'one' })
  symlinkSync('conf/real', at.inside('link'))
  await at.write({ path: 'link', text: 'two', base: version })
  expect(lstatSync(at.inside('link')).isSymbolicLink()).toBe(true)
  expect(readFileSync(at.inside('conf/real'), 'utf8')).toBe('two')
})

test('a named pipe, a socket, a folder are said and never opened', async () => {
  using at = made()
  execFileSync('mkfifo', [at.inside('pipe')])
  const server = createServer().listen(at.inside('socket'))
  await new Promise((resolve) => server.once('listening', resolve))
  for (const [path, word] of [
    ['pipe', 'named pipe'],
    ['socket', 'socket'],
    ['conf', 'folder'],
    ['', 'folder'],
  ] as const) {
    const opened = await readForEditor(at.root, { path })
    expect(opened).toMatchObject({ kind: 'refused', sentence: expect.stringContaining(word) })
    await expect(at.write({ path, text: 'x', overwrite: true })).rejects.toMatchObject({ code: 'refused' })
  }
  await new Promise((resolve) => server.close(resolve))
})

test('git’s own files are not written, a read-only or damaged file neither', async () => {
  using at = made()
  mkdirSync(at.inside('.git'))
  await expect(at.write({ path: '.git/config', text: 'x' })).rejects.toMatchObject({ code: 'refused' })
  await expect(at.write({ path: 'conf/.GIT/config', text: 'x' })).rejects.toMatchObject({ code: 'vanished' })
  writeFileSync(at.inside('kept'), 'kept', { mode: 0o444 })
  await expect(at.write({ path: 'kept', text: 'x', overwrite: true })).rejects.toMatchObject({
    code: 'locked',
  })
  const bytes = Buffer.concat([Buffer.from('Größe'.repeat(20)), Buffer.from([0xff])])
  writeFileSync(at.inside('broken'), bytes)
  const opened = await readForEditor(at.root, { path: 'broken' })
  if (opened.kind !== 'text') throw new Error('It is a text')
  expect(opened.damaged).toBe(true)
  await expect(
    at.write({ path: 'broken', text: opened.text, form: opened.form, base: opened.version }),
  ).rejects.toMatchObject({ code: 'refused' })
  expect(readFileSync(at.inside('broken')).equals(bytes)).toBe(true)
})

test('what cannot be encoded is not written', async () => {
  using at = made()
  writeFileSync(at.inside('latin'), Buffer.from('Gr\u00f6\u00dfe und \u00fcber alles', 'latin1'))
  const opened = await readForEditor(at.root, { path: 'latin' })
  if (opened.kind !== 'text') throw new Error('It is a text')
  const save = { path: 'latin', text: `${opened.text} ☃`, base: opened.version }
  await expect(at.write({ ...save, form: opened.form })).rejects.toMatchObject({
    code: 'unencodable',
    details: { character: '☃', line: 1 },
  })
  await at.write({ ...save, form: { ...opened.form, encoding: 'utf-8' } })
  expect(readFileSync(at.inside('latin'), 'utf8')).toBe('Größe und über alles ☃')
})

test('large files and those with very long lines go to the viewer, binaries are said to be one', async () => {
  using at = made()
  writeFileSync(at.inside('big.log'), 'a line of a log\n'.repeat(1_300_000))
  writeFileSync(at.inside('min.js'), `x\n${'y'.repeat(300_000)}\n`)
  writeFileSync(at.inside('pic.png'), Buffer.from('89504e470d0a1a0a0000000d', 'hex'))
  const read = (path: string) => readForEditor(at.root, { path })
  expect(await read('big.log')).toMatchObject({ kind: 'large', encoding: 'utf-8', bytes: 20_800_000 })
  expect(await read('min.js')).toMatchObject({ kind: 'large' })
  expect(await read('pic.png')).toMatchObject({ kind: 'binary', mediaType: 'image/png' })
  await expect(read('gone')).rejects.toMatchObject({ code: 'vanished' })
})

test('what is half written when the host is killed is no file of the customer', async () => {
  using at = made()
  mkdirSync(at.inside('.git'))
  const module = new URL('./write.ts', import.meta.url).href
  const script = `import { writeText } from ${JSON.stringify(module)}
    const input = { path: 'conf/a', form: ${JSON.stringify(form)}, base: null, overwrite: true }
    for (let n = 1; ; n += 1) {
      await writeText(${JSON.stringify(at.root)}, { ...input, text: String(n % 10).repeat(3_000_000) }, () => String(n))
      process.stdout.write(n + '\\n')
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  const exited = once(child, 'close')
  let said = ''
  for await (const chunk of child.stdout) {
    said += chunk
    if (said.split('\n').length > 3) break
  }
  child.kill('SIGKILL')
  await exited
  expect(readdirSync(at.inside('conf'))).toEqual(['a'])
  const text = readFileSync(at.inside('conf/a'), 'utf8')
  expect(text).toBe(text.charAt(0).repeat(3_000_000))
})
