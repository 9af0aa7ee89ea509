import { execFileSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { type TreeEntry, workspaces } from '../../shared/contract/workspaces.ts'
import { connect } from '../../shared/wire/client.ts'
import { wirePair } from '../../shared/wire/pair.ts'
import { implement, serve } from '../../shared/wire/server.ts'
import { testWorkspace } from '../../test/support/workspace.ts'
import { openGit } from '../git/git.ts'
import { folderWatches, type Subscribe } from '../workspace/watches.ts'
import { workspaceFileMethods } from './methods.ts'
import { recentFiles } from './recent-files.ts'
import { keptInTrash, trashFolder } from './trash.ts'
import { workspaceTrees } from './trees.ts'

const { open: _open, watch: _watch, unpack: _unpack, ...methods } = workspaces.methods
const service = { ...workspaces, methods }

const made = (subscribe?: Subscribe) => {
  const workspace = testWorkspace()
  const watches = folderWatches(subscribe)
  const trees = workspaceTrees(openGit(), watches, recentFiles(workspace.database))
  const clock = { now: Date.UTC(2026, 0, 1) }
  const table = workspaceFileMethods({ ...workspace, watches, trees, newId: v7, now: () => clock.now })
  const [ours, theirs] = wirePair()
  const end = serve(theirs, new Map(implement(service, table)), { mayNamePaths: false })
  const { root, caseId } = workspace
  const client = connect({ workspaces: service }, ours)
  return {
    ...{ ...workspace, client, clock, trees },
    put: (path: string, text: string | Buffer = '') => {
      mkdirSync(join(root, path, '..'), { recursive: true })
      writeFileSync(join(root, path), text)
    },
    at: (path: string) => join(root, path),
    list: (folder = '', page: { offset?: number; limit?: number } = {}) =>
      client.workspaces.list({ caseId, folder, ...page }),
    /** The entries of the workspace once they are as expected. */
    async listed(fits: (entries: TreeEntry[]) => boolean) {
      for (;;) {
        const { entries } = await client.workspaces.list({ caseId, folder: '' })
        if (fits(entries)) return entries
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    open: async (query: string, limit = 5) =>
      (await client.workspaces.quickOpen({ caseId, query, limit })).files.map(({ path }) => path),
    async find(input: { text: string } & Record<string, unknown>) {
      const found: Record<
        string,
        { line: number; text: string; ranges: { start: number; end: number }[] }[]
      > = {}
      for await (const one of client.workspaces.find({ caseId, ...input })) {
        if (one.type === 'done') return { found, ...one }
        found[one.path] = [...(found[one.path] ?? []), ...one.lines]
      }
      throw new Error('It has no end')
    },
    async [Symbol.asyncDispose]() {
      ours.close()
      end()
      await trees.close()
      await watches.close()
      workspace[Symbol.dispose]()
    },
  }
}

test('a folder shows what is there, as it is and as git sees it', async () => {
  await using w = made()
  for (const path of ['src/a.ts', 'src/b.ts', 'readme', 'file10', 'file9']) w.put(path, path)
  w.put('.gitignore', 'target/\n')
  w.git('add', '-A')
  w.git('commit', '-qm', 'First')
  w.put('src/b.ts', 'changed')
  w.put('src/deep/new.ts')
  w.put('target/out/x.class')
  execFileSync('mkfifo', [w.at('pipe')])
  symlinkSync('/etc/passwd', w.at('out'))
  symlinkSync('nowhere', w.at('dangling'))
  const shown = (await w.list()).entries.map(({ name, kind, status }) => `${kind} ${name} ${status}`.trim())
  expect(shown).toEqual([
    'folder src mixed',
    'folder target ignored',
    'file .gitignore',
    'link dangling untracked',
    'file file9',
    'file file10',
    'link out untracked',
    'other pipe',
    'file readme',
  ])
  const deep = (await w.list('src')).entries.map(({ path, status }) => [path, status])
  expect(deep).toEqual([
    ['src/deep', 'untracked'],
    ['src/a.ts', ''],
    ['src/b.ts', 'modified'],
  ])
  expect((await w.list('src/deep')).entries[0]?.status).toBe('untracked')
  expect((await w.list('target/out')).entries[0]?.status).toBe('ignored')
  rmSync(w.at('file9'))
  rmSync(w.at('src'), { recursive: true })
  const gone = (await w.listed((all) => all.some(({ status }) => status === 'deleted'))).map(
    ({ name, kind, status }) => `${kind} ${name} ${status}`.trim(),
  )
  expect(gone.slice(0, 5)).toEqual([
    'folder src deleted',
    'folder target ignored',
    'file .gitignore',
    'link dangling untracked',
    'file file9 deleted',
  ])
  expect((await w.list('src')).entries.map(({ path, status }) => [path, status])).toEqual([
    ['src/a.ts', 'deleted'],
    ['src/b.ts', 'deleted'],
  ])
  await expect(w.list('out')).rejects.toMatchObject({ code: 'refused' })
  await expect(w.list('readme')).rejects.toMatchObject({ code: 'invalid' })
  await expect(w.list('gone')).rejects.toMatchObject({ code: 'vanished' })
})

test('a large folder comes by pages, each name once, and a new one is seen', async () => {
  await using w = made()
  mkdirSync(w.at('big'))
  for (let i = 0; i < 5500; i += 1) writeFileSync(w.at(`big/${i}`), '')
  const names: string[] = []
  for (let offset = 0; offset < 5500; offset += 2000)
    names.push(...(await w.list('big', { offset, limit: 2000 })).entries.map(({ name }) => name))
  expect(new Set(names).size).toBe(5500)
  w.put('big/zz')
  expect(await w.list('big', { offset: 5500, limit: 10 })).toMatchObject({
    total: 5501,
    entries: [{ name: 'zz' }],
  })
})

test('folders in which something changes are told, and git’s states with them', async () => {
  await using w = made()
  w.put('a/b/c.txt', 'one')
  w.git('add', '-A')
  w.git('commit', '-qm', 'First')
  expect((await w.list('a')).entries[0]?.status).toBe('')
  const watch = w.client.workspaces.watchFolders({ caseId: w.caseId, folders: ['', 'a', 'other'] })
  expect((await watch.next()).value).toEqual({ folders: [], problem: '' })
  w.put('a/b/c.txt', 'two')
  expect((await watch.next()).value?.folders.toSorted()).toEqual(['', 'a'])
  expect((await w.list('a')).entries[0]?.status).toBe('mixed')
  w.git('commit', '-qam', 'Second')
  expect((await watch.next()).value?.folders).toContain('other')
  let status = (await w.list('a')).entries[0]?.status
  while (status === 'mixed') {
    await watch.next()
    status = (await w.list('a')).entries[0]?.status
  }
  expect(status).toBe('')
  await watch.return(undefined)
})

test('a change of which the system says nothing is told all the same', async () => {
  await using w = made(async () => ({ unsubscribe: async () => undefined }))
  w.put('a/old.txt', 'one')
  const watch = w.client.workspaces.watchFolders({ caseId: w.caseId, folders: ['', 'a'] })
  expect((await watch.next()).value).toEqual({ folders: [], problem: '' })
  rmSync(w.at('a/old.txt'))
  expect((await watch.next()).value).toEqual({ folders: ['a'], problem: '' })
  await watch.return(undefined)
})

test('where the system watches too much already, a sentence says so and changes are still seen', async () => {
  await using w = made(async () => {
    throw new Error('inotify_add_watch failed: No space left on device')
  })
  const watch = w.client.workspaces.watchFolders({ caseId: w.caseId, folders: [''] })
  expect((await watch.next()).value).toMatchObject({ problem: expect.stringContaining('too many folders') })
  w.put('new.txt')
  expect((await watch.next()).value?.folders).toEqual([''])
  await watch.return(undefined)
})

test('quick open prefers names, words and humps, and what was opened lately', async () => {
  await using w = made()
  for (const path of [
    'conf/server.xml',
    'src/main/java/ConnectionPoolFactory.java',
    'src/main/java/cpfonly.txt',
    'src/server/unrelated.ts',
    'docs/observer.md',
    '.hidden/server.yml',
  ])
    w.put(path)
  expect(await w.open('server')).toEqual([
    'conf/server.xml',
    '.hidden/server.yml',
    'docs/observer.md',
    'src/server/unrelated.ts',
  ])
  expect((await w.open('CPF'))[0]).toBe('src/main/java/cpfonly.txt')
  expect((await w.open('CoPoFa'))[0]).toBe('src/main/java/ConnectionPoolFactory.java')
  expect(await w.open('java pool')).toEqual(['src/main/java/ConnectionPoolFactory.java'])
  expect(await w.open('conf/ser:12')).toEqual(['conf/server.xml'])
  expect(await w.open('zzz')).toEqual([])
  w.trees.opened(w.root, 'docs/observer.md')
  while ((await w.open(''))[0] !== 'docs/observer.md') await new Promise((resolve) => setTimeout(resolve, 5))
  expect(await recentFiles(w.database).of(w.root)).toEqual(['docs/observer.md'])
  const { files } = await w.client.workspaces.quickOpen({ caseId: w.caseId, query: 'CoPo', limit: 1 })
  const [{ path, ranges } = { path: '', ranges: [] }] = files
  expect(ranges.map(({ start, end }) => path.slice(start, end))).toEqual(['Co', 'Po'])
  rmSync(w.at('conf'), { recursive: true })
  w.put('later/brandnew.ts')
  while ((await w.open('brandnew')).length === 0 || (await w.open('conf/server')).length > 0)
    await new Promise((resolve) => setTimeout(resolve, 20))
})

test('find tells lines with their places, in any file that is text', async () => {
  await using w = made()
  w.put('a.txt', 'none\nüber pool POOL\n')
  w.put('wide.txt', iconv.encode('the pool\r\n', 'utf-16le', { addBOM: true }))
  w.put('b.bin', Buffer.from('pool\n\0\x01pool'))
  w.put('long.txt', `${'x'.repeat(3_000_000)}pool${'y'.repeat(3_000_000)}\npool\n`)
  w.put('.git/pool', 'pool')
  symlinkSync('/etc', w.at('etc'))
  execFileSync('mkfifo', [w.at('pipe')])
  const { found, files, lines } = await w.find({ text: 'pool' })
  expect(Object.keys(found).sort()).toEqual(['a.txt', 'long.txt', 'wide.txt'])
  expect({ files, lines }).toEqual({ files: 3, lines: 4 })
  const [line] = found['a.txt'] ?? []
  expect(line).toEqual({
    line: 2,
    text: 'über pool POOL',
    ranges: [
      { start: 5, end: 9 },
      { start: 10, end: 14 },
    ],
  })
  expect(found['wide.txt']).toEqual([{ line: 1, text: 'the pool', ranges: [{ start: 4, end: 8 }] }])
  expect(found['long.txt']?.map(({ line: number, text }) => [number, text.length])).toEqual([
    [1, 1000],
    [2, 4],
  ])
  expect((await w.find({ text: 'POOL', matchCase: true, exclude: ['long*'] })).lines).toBe(1)
  expect((await w.find({ text: 'poo', wholeWords: true })).lines).toBe(0)
  expect((await w.find({ text: 'p(o+)l$', regex: true, include: ['*.txt'], limit: 1 })).truncated).toBe(true)
  expect((await w.find({ text: 'none\nüber' })).lines).toBe(1)
  expect((await w.find({ text: '--files' })).lines).toBe(0)
})

test('a pattern that is none is answered with ripgrep’s sentence, a search that is given up ends', async () => {
  await using w = made()
  await expect(w.find({ text: '(unclosed', regex: true })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('unclosed group'),
  })
  for (let i = 0; i < 200; i += 1) w.put(`f${i}`, 'x\n'.repeat(5000))
  const search = w.client.workspaces.find({ caseId: w.caseId, text: 'x', limit: 100_000 })
  expect((await search.next()).value?.type).toBe('file')
  await search.return(undefined)
})

test('files and folders are made, moved and never put over another', async () => {
  await using w = made()
  const { client, caseId } = w
  await client.workspaces.makeFile({ caseId, path: 'a/b/c.txt' })
  await client.workspaces.makeFolder({ caseId, path: 'empty' })
  for (const path of ['a/b/c.txt', 'empty'])
    await expect(client.workspaces.makeFile({ caseId, path })).rejects.toMatchObject({ code: 'exists' })
  w.put('one', '1')
  w.put('two', '2')
  await expect(client.workspaces.move({ caseId, from: 'one', to: 'two' })).rejects.toMatchObject({
    code: 'exists',
  })
  await expect(client.workspaces.move({ caseId, from: 'a', to: 'empty' })).rejects.toMatchObject({
    code: 'exists',
  })
  await expect(client.workspaces.move({ caseId, from: 'a', to: 'a/b/d' })).rejects.toMatchObject({
    code: 'invalid',
  })
  await expect(client.workspaces.move({ caseId, from: 'gone', to: 'x' })).rejects.toMatchObject({
    code: 'vanished',
  })
  await client.workspaces.move({ caseId, from: 'one', to: 'One' })
  await client.workspaces.move({ caseId, from: 'a', to: 'moved/here' })
  expect(readdirSync(w.root).sort()).toEqual(['.git', 'One', 'empty', 'moved', 'two'])
  expect(existsSync(w.at('moved/here/b/c.txt'))).toBe(true)
  expect(readFileSync(w.at('two'), 'utf8')).toBe('2')
})

test('no change leads out of the workspace or into git’s own files', async () => {
  await using w = made()
  const { client, caseId } = w
  w.put('file', 'x')
  symlinkSync(w.dataDir, w.at('up'))
  symlinkSync(join(w.dataDir, 'made-by-link'), w.at('dangling'))
  const refused = { code: 'refused' }
  await expect(client.workspaces.makeFile({ caseId, path: 'up/x' })).rejects.toMatchObject(refused)
  await expect(client.workspaces.makeFolder({ caseId, path: 'up/sub/x' })).rejects.toMatchObject(refused)
  await expect(client.workspaces.makeFile({ caseId, path: 'dangling' })).rejects.toMatchObject({
    code: 'exists',
  })
  await expect(client.workspaces.move({ caseId, from: 'file', to: 'up/file' })).rejects.toMatchObject(refused)
  await expect(client.workspaces.trash({ caseId, paths: ['up/bench.db'] })).rejects.toMatchObject(refused)
  for (const path of ['.git/hooks/post-commit', 'x/.Git', '.git'])
    await expect(client.workspaces.makeFile({ caseId, path })).rejects.toMatchObject(refused)
  for (const path of ['a\nb', 'x\u202egnp.exe', 'a//b', './a', `${'n'.repeat(256)}`])
    await expect(client.workspaces.makeFile({ caseId, path })).rejects.toMatchObject({ code: 'invalid' })
  await expect(client.workspaces.makeFile({ caseId, path: '../x' })).rejects.toMatchObject({
    code: 'bad-input',
  })
  expect(existsSync(join(w.dataDir, 'made-by-link'))).toBe(false)
})

test('what is put into the trash comes back as it was, unless something took its place', async () => {
  await using w = made()
  const { client, caseId } = w
  w.put('a/x.txt', 'x')
  symlinkSync('/etc/passwd', w.at('a/link'))
  utimesSync(w.at('a/x.txt'), 1000, 1000)
  w.put('b', 'b')
  const { trashId } = await client.workspaces.trash({ caseId, paths: ['a/x.txt', 'a', 'b'] })
  expect(readdirSync(w.root)).toEqual(['.git'])
  w.put('b', 'new')
  await expect(client.workspaces.restore({ caseId, trashId })).rejects.toMatchObject({ code: 'exists' })
  expect(existsSync(w.at('a'))).toBe(false)
  rmSync(w.at('b'))
  expect(await client.workspaces.restore({ caseId, trashId })).toEqual({ paths: ['a', 'b'] })
  expect(lstatSync(w.at('a/x.txt')).mtimeMs).toBe(1_000_000)
  expect(readlinkSync(w.at('a/link'))).toBe('/etc/passwd')
  await expect(client.workspaces.restore({ caseId, trashId })).rejects.toMatchObject({ code: 'not-found' })
  await expect(client.workspaces.restore({ caseId, trashId: '../../x' })).rejects.toMatchObject({
    code: 'not-found',
  })
  const old = await client.workspaces.trash({ caseId, paths: ['a'] })
  w.clock.now += keptInTrash + 1
  await client.workspaces.trash({ caseId, paths: ['b'] })
  expect(existsSync(join(trashFolder(w.dataDir, caseId), old.trashId))).toBe(false)
})
