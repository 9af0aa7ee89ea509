import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { type TarEntry, tarEntry, tarOf, zipOf } from '../../../test/support/archives.ts'
import { workspaceBench } from '../../../test/support/workspace-bench.ts'
import { limits } from './budget.ts'

// Each test starts git many times; a busy machine takes its time over that. Milliseconds.
vi.setConfig({ testTimeout: 60_000 })

const good: TarEntry = { name: 'good.txt', text: 'good' }

const taken = async (bytes: Buffer, name = 'a.tgz') => {
  using at = await workspaceBench()
  await at.attach(name, bytes)
  const { tree, refused, refusedMore, path } = await at.unpacked()
  const around = readdirSync(at.folder).toSorted()
  return {
    tree,
    refused,
    refusedMore,
    entries: refused.map(({ entry }) => entry),
    around,
    clean: at.git(path, 'status', '-s'),
  }
}

test('what leads out of a tar is refused or kept inside, by name', async () => {
  const { tree, entries, around, clean } = await taken(
    gzipSync(
      tarOf([
        { name: '../up.txt', text: 'x' },
        { name: 'a/../../up.txt', text: 'x' },
        { name: '/etc/absolute.txt', text: 'inside' },
        { name: 'C:\\Windows\\evil.dll', text: 'inside' },
        { name: '..\\up.txt', text: 'inside' },
        { name: 'unit-a\\x2db.service', text: 'a name of systemd' },
        { name: 'out', type: '2', target: '/etc' },
        { name: 'out/passwd', text: 'inside' },
        { name: 'up', type: '2', target: '../..' },
        { name: 'chain', type: '2', target: '.' },
        { name: 'd/around', type: '2', target: 'x/../../..' },
        { name: 'd/sibling', type: '2', target: '../good.txt' },
        { name: 'hard', type: '1', target: '/etc/passwd' },
        { name: 'hard2', type: '1', target: '../../secret' },
        { name: 'tty', type: '3' },
        { name: 'disk', type: '4' },
        { name: 'pipe', type: '6' },
        { name: 'new\nline\u001b[31m', text: 'plain' },
        { name: 'n'.repeat(300), text: 'x' },
        { name: `${'d/'.repeat(300)}x`, text: 'x' },
        { name: '.git/config', text: '[core]\nfsmonitor = touch /tmp/x\n' },
        { name: 'sub/.GIT/hooks/pre-commit', text: 'x', mode: 0o755 },
        { name: 'git~1/config', text: 'x' },
        { name: '.git\u200c/config', text: 'x' },
        { name: 'sub/.gitmodules', type: '2', target: 'good.txt' },
        good,
      ]),
    ),
  )
  expect(tree).toEqual({
    'etc/absolute.txt': 'inside',
    '_Windows_evil.dll': 'inside',
    '.._up.txt': 'inside',
    'unit-a\\x2db.service': 'a name of systemd',
    'out/passwd': 'inside',
    chain: '-> .',
    'd/sibling': '-> ../good.txt',
    'new_line_[31m': 'plain',
    '_git/config': '[core]\nfsmonitor = touch /tmp/x\n',
    'sub/_git/hooks/pre-commit': 'x',
    '_git~1/config': 'x',
    '_git/config-2': 'x',
    'good.txt': 'good',
  })
  for (const name of [
    '../up.txt',
    'a/../../up.txt',
    '/etc/absolute.txt',
    '..\\up.txt',
    'out',
    'up',
    'd/around',
    'hard',
    'hard2',
    'tty',
    'disk',
    'pipe',
    '.git/config',
    'sub/.GIT/hooks/pre-commit',
    'sub/.gitmodules',
  ])
    expect(entries).toContain(`a.tgz/${name}`)
  expect(entries.some((entry) => entry.startsWith('a.tgz/nnn'))).toBe(true)
  expect(around).toEqual(['bench'])
  expect(clean).toBe('')
})

test('what leads out of a zip, lies or is locked is refused or kept inside, by name', async () => {
  const { tree, entries, refused } = await taken(
    zipOf([
      { name: '../up.txt', text: 'x' },
      { name: '..\\..\\up.txt', text: 'x' },
      { name: '\\\\server\\share\\x', text: 'inside' },
      { name: 'D:\\x.txt', text: 'inside' },
      { name: 'out', mode: 0o120777, text: '../../etc' },
      { name: 'in', mode: 0o120777, text: 'good.txt' },
      { name: 'pipe', mode: 0o010644 },
      { name: 'secret.txt', text: 'x', encrypted: true },
      { name: 'odd.bin', text: 'x', method: 14 },
      { name: 'wrong.txt', text: 'x', wrongSum: true },
      { name: 'Same.txt', text: 'one' },
      { name: 'same.TXT', text: 'two' },
      { name: 'Same.txt', text: 'three' },
      { name: 'Dir/a', text: '1' },
      { name: 'dir/b', text: '2' },
      { name: 'good.txt', text: 'good' },
      { name: 'good.txt/below', text: 'a folder by that name' },
    ]),
    'a.zip',
  )
  expect(tree).toEqual({
    'server/share/x': 'inside',
    'x.txt': 'inside',
    in: '-> good.txt',
    'Same.txt': 'one',
    'same-2.TXT': 'two',
    'Same-3.txt': 'three',
    'Dir/a': '1',
    'dir-2/b': '2',
    'good.txt': 'good',
    'good-2.txt/below': 'a folder by that name',
  })
  for (const name of [
    '../up.txt',
    '..\\..\\up.txt',
    'out',
    'pipe',
    'secret.txt',
    'odd.bin',
    'wrong.txt',
    'same.TXT',
    'dir/b',
  ])
    expect(entries).toContain(`a.zip/${name}`)
  expect(refused.find(({ entry }) => entry.endsWith('secret.txt'))?.reason).toContain('encrypted')
})

test('of a truncated or damaged archive the good entries arrive and the rest is named', async () => {
  const whole = tarOf([good, { name: 'cut.txt', text: 'y'.repeat(5000) }, { name: 'lost.txt', text: 'x' }])
  const cut = await taken(whole.subarray(0, 3000), 'a.tar')
  expect(cut.tree).toEqual({ 'good.txt': 'good' })
  expect(cut.entries).toEqual(['a.tar/cut.txt', 'a.tar'])
  const packed = gzipSync(
    Buffer.concat([
      tarEntry(good),
      tarEntry({
        name: 'noise',
        text: Buffer.from(Array.from({ length: 90_000 }, (_, at) => (at * 7919 + (at >> 3)) & 255)),
      }),
    ]),
  )
  const half = await taken(packed.subarray(0, packed.length >> 1))
  expect(half.tree).toEqual({ 'good.txt': 'good' })
  expect(half.entries).toContain('a.tgz')
  const log = await taken(gzipSync(Buffer.from('line\n'.repeat(100_000))).subarray(0, 600), 'app.log.gz')
  expect(log.tree['app.log']).toMatch(/^line\n/)
  expect(log.entries).toEqual(['app.log.gz/app.log'])
  const noZip = await taken(zipOf([{ name: 'a', text: 'a' }]).subarray(0, 40), 'a.zip')
  expect(noZip.entries).toEqual(['a.zip'])
  const zip = zipOf([
    { name: 'a/good.txt', text: 'good' },
    { name: 'flat.txt', text: 'flat', method: 0 },
    { name: 'cut.txt', text: Array.from({ length: 3000 }, (_, at) => at * 7919).join() },
  ])
  const halfZip = await taken(zip.subarray(0, 2000), 'a.zip')
  expect(halfZip.tree).toEqual({ 'a/good.txt': 'good', 'flat.txt': 'flat' })
  expect(halfZip.entries).toEqual(['a.zip/cut.txt', 'a.zip'])
  const inner = await taken(
    gzipSync(tarOf([good, { name: 'in.zip', text: zipOf([{ name: 'a', text: 'a' }]).subarray(0, 40) }])),
  )
  expect(Object.keys(inner.tree).toSorted()).toEqual(['good.txt', 'in.zip', 'in/a'])
  expect(inner.entries).toEqual(['a.tgz/in.zip'])
  const sizes = await taken(
    gzipSync(Buffer.concat([tarEntry(good), tarEntry({ name: 'huge', size: 0o77777777777 })])),
  )
  expect(sizes.tree).toEqual({ 'good.txt': 'good' })
})

test('bombs, floods of entries and too many bytes are asked about before they are on the disk', async () => {
  const bomb = gzipSync(tarOf([{ name: 'zeros', text: Buffer.alloc(3_000_000) }]))
  const many = tarOf(Array.from({ length: 60 }, (_, at) => ({ name: `f${at}`, text: 'x' })))
  const copies = tarOf([
    { name: 'one', text: 'y'.repeat(40_000) },
    ...Array.from({ length: 40 }, (_, at) => ({ name: `c${at}`, type: '1', target: 'one' })),
  ])
  const hidden = gzipSync(tarOf([{ name: 'device', type: '3', text: Buffer.alloc(3_000_000) }]))
  const small = { ratio: 200, ratioFrom: 1_000_000, bytes: 1e9, entries: 50, depth: 3 }
  for (const [bytes, reason, limit] of [
    [bomb, 'ratio', small],
    [hidden, 'ratio', small],
    [gzipSync(tarOf([{ name: 'in.tgz', text: bomb }])), 'ratio', small],
    [many, 'entries', small],
    [copies, 'bytes', { ...small, bytes: 500_000 }],
  ] as const) {
    using at = await workspaceBench({ limits: limit })
    await at.attach('bomb.tgz', bytes)
    const asked = await at.unpack()
    expect(asked).toMatchObject({
      type: 'question',
      question: { reason, sentence: expect.stringContaining('all the same?') },
    })
    const { path } = await at.open()
    expect(readdirSync(path)).toEqual(['.git'])
    expect(existsSync(join(path, '.git', 'casebench-unpacking'))).toBe(false)
    expect(await at.unpack({ allow: [reason] })).toMatchObject({ type: 'done' })
  }
  expect(limits).toMatchObject({
    ratio: 200,
    ratioFrom: 100_000_000,
    bytes: 20_000_000_000,
    entries: 1_000_000,
  })
})

test('a link of the user in the way is not written through', async () => {
  using at = await workspaceBench()
  const { path } = await at.open()
  writeFileSync(join(at.folder, 'secret'), 'kept')
  at.git(at.folder, 'init', '-q', 'outside')
  symlinkSync(join(at.folder, 'outside'), join(path, 'logs'))
  symlinkSync(join(at.folder, 'secret'), join(path, 'good.txt'))
  await at.attach('a.tgz', gzipSync(tarOf([good, { name: 'logs/x', text: 'x' }])))
  const { refused } = await at.unpacked()
  expect(refused.map(({ entry }) => entry).toSorted()).toEqual(['good.txt', 'logs'])
  expect(readFileSync(join(at.folder, 'secret'), 'utf8')).toBe('kept')
  expect(readdirSync(join(at.folder, 'outside'))).toEqual(['.git'])
})

test('refusals beyond a thousand are counted, not listed', async () => {
  const { refused, refusedMore } = await taken(
    tarOf(Array.from({ length: 1500 }, (_, at) => ({ name: `../${at}` }))),
    'a.tar',
  )
  expect([refused.length, refusedMore]).toEqual([1000, 500])
})

test('times beyond what a disk or git knows do no harm', async () => {
  using at = await workspaceBench()
  await at.attach(
    'a.tar',
    tarOf([
      { name: 'far', text: 'x', seconds: 0o77777777777 },
      { name: 'past', text: 'x', seconds: 0 },
    ]),
  )
  const { path } = await at.unpacked()
  expect(statSync(join(path, 'far')).mtimeMs).toBe((2 ** 32 - 1) * 1000)
  expect(statSync(join(path, 'past')).mtimeMs).toBe(0)
  expect((await at.open()).changed).toBe(0)
})
