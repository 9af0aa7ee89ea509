import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { tarOf, zipOf } from '../../../test/support/archives.ts'
import { workspaceBench } from '../../../test/support/workspace-bench.ts'
import { limits } from './budget.ts'

// Each test starts git many times; a busy machine takes its time over that. Milliseconds.
vi.setConfig({ testTimeout: 60_000 })

const tgz = (...args: Parameters<typeof tarOf>) => gzipSync(tarOf(args[0]))

test('one archive fills the workspace, with times and the executable bit, as the commit of the customer', async () => {
  using at = await workspaceBench()
  await at.attach(
    'bundle.tar.gz',
    tgz([
      { name: './', type: '5' },
      { name: './logs/app.log', text: 'crash\r\n' },
      { name: './run.sh', text: '#!/bin/sh\n', mode: 0o755, seconds: 1_234_567_890 },
      { name: 'logs/latest', type: '2', target: 'app.log' },
      { name: '.gitignore', text: '*.log\n' },
      { name: '.gitattributes', text: '* text=auto eol=lf filter=x\n' },
      { name: 'logs/same', type: '1', target: './logs/app.log' },
      { name: 'empty/', type: '5' },
    ]),
  )
  const { tree, path, files, refused, commit } = await at.unpacked()
  expect(refused).toEqual([])
  expect(tree).toEqual({
    'logs/app.log': 'crash\r\n',
    'logs/latest': '-> app.log',
    'logs/same': 'crash\r\n',
    'run.sh': '#!/bin/sh\n',
    '.gitignore': '*.log\n',
    '.gitattributes': '* text=auto eol=lf filter=x\n',
  })
  expect(files).toBe(6)
  expect(statSync(join(path, 'run.sh'))).toMatchObject({ mode: 0o100755, mtimeMs: 1_234_567_890_000 })
  expect(statSync(join(path, 'empty')).isDirectory()).toBe(true)
  expect(statSync(join(path, 'logs/same')).nlink).toBe(1)
  expect(await at.open()).toMatchObject({
    baseline: commit,
    head: commit,
    branch: 'main',
    changed: 0,
    problem: '',
  })
  expect(at.git(path, 'show', 'HEAD:logs/app.log')).toBe('crash\r\n')
  expect(at.git(path, 'log', '--format=%s')).toBe('Unpack bundle.tar.gz\nOpen the workspace\n')
  expect(existsSync(join(path, '.git', 'casebench-unpacking'))).toBe(false)
})

test('every format is read, several archives go into folders of their own, and a packed log becomes its file', async () => {
  using at = await workspaceBench()
  const tar = tarOf([{ name: 'a.txt', text: 'in a tar' }])
  const file = join(at.folder, 'packed')
  const pack = (command: string, bytes: Buffer) => {
    writeFileSync(file, bytes)
    return execFileSync(command, ['-c', file])
  }
  await at.attach(
    'one.zip',
    zipOf([
      { name: 'x/a.txt', text: 'in a zip' },
      { name: 'x\\b.txt', text: 'of Windows', method: 0 },
    ]),
  )
  await at.attach('two.tar', tar)
  await at.attach('three.tgz', gzipSync(tar))
  await at.attach('four.tar.zst', zstdCompressSync(tar))
  await at.attach('five.tar.bz2', pack('bzip2', tar))
  await at.attach('six.tar.xz', pack('xz', tar))
  await at.attach('app.log.1.gz', Buffer.concat([gzipSync('line one\n'), gzipSync('line two\n')]))
  await at.attach('old.log.xz', pack('xz', Buffer.from('old')))
  await at.attach('seven.7z', Buffer.from('377abcaf271c0004', 'hex'))
  await at.attach('one.tar', tar)
  await at.attach('notes.txt', Buffer.from('not packed'))
  await at.attach('app.war', zipOf([{ name: 'WEB-INF/web.xml', text: '<x/>' }]))
  const { tree, refused } = await at.unpacked()
  expect(tree).toEqual({
    'one/x/a.txt': 'in a zip',
    'one/x/b.txt': 'of Windows',
    ...Object.fromEntries(
      ['two', 'three', 'four', 'five', 'six', 'one-2'].map((name) => [`${name}/a.txt`, 'in a tar']),
    ),
    'app.log.1': 'line one\nline two\n',
    'old.log': 'old',
  })
  expect(refused).toEqual([{ entry: 'seven.7z', reason: expect.stringContaining('7-Zip') }])
})

test('what is named is unpacked or copied, whatever its name says', async () => {
  using at = await workspaceBench()
  const files = [
    await at.attach('app.war', zipOf([{ name: 'WEB-INF/web.xml', text: '<x/>' }])),
    await at.attach('notes.txt', Buffer.from('not packed')),
    await at.attach('.git', Buffer.from('gitdir: /etc')),
  ]
  const { tree } = await at.unpacked({ files })
  expect(tree).toEqual({ 'app.war/WEB-INF/web.xml': '<x/>', 'notes.txt': 'not packed', _git: 'gitdir: /etc' })
  await expect(at.unpack({ files: [{ name: 'x', sha256: 'a'.repeat(64) }] })).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('archives in archives are unpacked to a depth, and asked about beyond it', async () => {
  using at = await workspaceBench()
  const nest = (levels: number): Buffer =>
    levels === 0
      ? tgz([{ name: 'core.txt', text: 'here' }])
      : zipOf(
          [
            { name: 'in.tgz', text: nest(0) },
            { name: 'deeper.zip', text: nest(levels - 1) },
          ].slice(levels > 1 ? 1 : 0, levels > 1 ? 2 : 1),
        )
  await at.attach('outer.zip', nest(3))
  expect((await at.unpacked()).tree).toEqual({ 'deeper/deeper/in/core.txt': 'here' })
  using deep = await workspaceBench()
  await deep.attach('outer.zip', nest(4))
  const asked = await deep.unpack()
  expect(asked).toMatchObject({ type: 'question', question: { reason: 'depth' } })
  expect((await deep.open()).baseline).toBe(null)
  expect((await deep.unpacked({ allow: ['depth'] })).tree).toEqual({
    'deeper/deeper/deeper/in/core.txt': 'here',
  })
})

test("a second unpacking adds to the customer's state and takes nothing from the user", async () => {
  using at = await workspaceBench()
  const first = await at.attach(
    'a.tgz',
    tgz([
      { name: 'conf.xml', text: 'one' },
      { name: 'same.txt', text: 'same' },
      { name: 'mine.txt', text: 'theirs' },
      { name: 'staged.txt', text: 'theirs' },
    ]),
  )
  const { path, commit: base } = await at.unpacked()
  // The user edits, stages, commits and adds.
  writeFileSync(join(path, 'conf.xml'), 'edited')
  writeFileSync(join(path, 'fix.txt'), 'a fix')
  at.git(path, 'add', 'fix.txt')
  at.git(path, 'commit', '-q', '-m', 'Fix')
  writeFileSync(join(path, 'staged.txt'), 'staged')
  at.git(path, 'add', 'staged.txt')
  mkdirSync(join(path, 'b'))
  writeFileSync(join(path, 'b', 'own.txt'), 'own')
  rmSync(join(path, 'mine.txt'))
  await at.attach(
    'b.tgz',
    tgz([
      { name: 'new.txt', text: 'new' },
      { name: 'own.txt', text: 'not own' },
    ]),
  )
  const second = await at.unpacked()
  expect(second.tree).toEqual({
    'conf.xml': 'edited',
    'same.txt': 'same',
    'mine.txt': 'theirs',
    'staged.txt': 'staged',
    'fix.txt': 'a fix',
    'b/own.txt': 'own',
    'b/new.txt': 'new',
  })
  expect(second.refused.map(({ entry }) => entry).toSorted()).toEqual(['b/own.txt', 'conf.xml', 'staged.txt'])
  expect(at.git(path, 'log', '-1', '--format=%P', second.commit ?? '')).toBe(`${base}\n`)
  expect(at.git(path, 'show', `${second.commit}:b/own.txt`)).toBe('not own')
  // The user's commits stand beside the customer's, and what was staged still is.
  expect(at.git(path, 'log', '--format=%s', '--no-merges', `${second.commit}..HEAD`)).toBe('Fix\n')
  expect(at.git(path, 'diff', '--cached', '--name-only')).toBe('staged.txt\n')
  expect(at.git(path, 'diff', '--name-only').split('\n').toSorted()).toEqual(['', 'b/own.txt', 'conf.xml'])
  expect((await at.open()).baseline).toBe(second.commit)
  // The same again changes nothing but goes where it went.
  const again = await at.unpacked({ files: [first] })
  expect(again.tree).toEqual(second.tree)
})

test('in the middle of a merge nothing is unpacked, and a missing archive is a sentence', async () => {
  using at = await workspaceBench()
  await expect(at.unpack()).rejects.toMatchObject({ code: 'invalid' })
  await at.attach('a.tgz', tgz([{ name: 'a', text: 'a' }]))
  const { path } = await at.open()
  writeFileSync(join(path, '.git', 'MERGE_HEAD'), `${at.git(path, 'rev-parse', 'HEAD')}`)
  await expect(at.unpack()).rejects.toMatchObject({ code: 'busy', message: expect.stringContaining('merge') })
  rmSync(join(path, '.git', 'MERGE_HEAD'))
  writeFileSync(join(path, '.git', 'index.lock'), '')
  await expect(at.unpack()).rejects.toMatchObject({ code: 'busy' })
})

test('whoever goes away half way leaves nothing, and another may begin only then', async () => {
  using at = await workspaceBench()
  const entries = Array.from({ length: 600 }, (_, index) => ({
    name: `f${index}`,
    text: 'x'.repeat(100_000) + index,
  }))
  await at.attach('many.tgz', tgz(entries))
  const stop = new AbortController()
  const items = at.items({}, stop.signal)
  const reading = (async () => {
    for await (const item of items) if (item.type === 'progress') stop.abort()
  })()
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
  const { path, head } = await at.open()
  expect(at.git(path, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\n')
  expect(existsSync(join(path, '.git', 'casebench-unpacking'))).toBe(false)
  expect(readdirSync(join(path, '.git', 'objects', 'pack'))).toEqual([])
  expect(readdirSync(join(path, '.git')).filter((name) => name.startsWith('fast_import'))).toEqual([])
  const left = at.items()
  for await (const item of left) {
    expect(item.type).toBe('progress')
    await expect(at.unpack()).rejects.toMatchObject({ code: 'busy' })
    break
  }
  expect(await at.open()).toMatchObject({ head, changed: 0, baseline: null })
  expect(existsSync(join(path, 'f0'))).toBe(false)
  expect((await at.unpacked()).files).toBe(600)
  expect(readFileSync(join(path, 'f599'), 'utf8')).toHaveLength(100_003)
})

test('an answer that comes before a question was cleaned up after waits its turn', async () => {
  using at = await workspaceBench({ limits: { ...limits, bytes: 1000 } })
  await at.attach('big.tgz', tgz([{ name: 'big.txt', text: 'x'.repeat(100_000) }]))
  const asked = at.items()[Symbol.asyncIterator]()
  for (;;) {
    const { value, done } = await asked.next()
    if (done || value.type === 'question') break
  }
  const cleaned = asked.return?.()
  expect((await at.unpacked({ allow: ['bytes', 'ratio'] })).tree).toHaveProperty('big.txt')
  await cleaned
})
