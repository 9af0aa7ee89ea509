import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { files } from '../../shared/contract/files.ts'
import { connect } from '../../shared/wire/client.ts'
import { wirePair } from '../../shared/wire/pair.ts'
import { implement, serve } from '../../shared/wire/server.ts'
import { testWorkspace } from '../../test/support/workspace.ts'
import { openGit } from '../git/git.ts'
import { folderWatches } from '../workspace/watches.ts'
import { lineReader } from './lines.ts'
import { filesService } from './service.ts'

const form = { encoding: 'utf-8', bom: false, lineEnding: '\n' } as const

const made = () => {
  const workspace = testWorkspace()
  const watches = folderWatches()
  const lines = lineReader()
  const opened: string[] = []
  const service = filesService({
    ...workspace,
    git: openGit(),
    watches,
    lines,
    newId: v7,
    onOpened: (_root, path) => void opened.push(path),
  })
  const [ours, theirs] = wirePair()
  const end = serve(theirs, new Map(implement(files, service)), { mayNamePaths: false })
  return {
    ...workspace,
    opened,
    client: connect({ files }, ours),
    async [Symbol.asyncDispose]() {
      ours.close()
      end()
      await lines.close()
      await watches.close()
      workspace[Symbol.dispose]()
    },
  }
}

test('a file is opened, edited, saved and seen by who watches it', async () => {
  await using at = made()
  const { client, caseId } = at
  writeFileSync(join(at.root, 'pool.xml'), '<pool max="8"/>\n')
  const opened = await client.files.read({ caseId, path: 'pool.xml' })
  if (opened.kind !== 'text') throw new Error('It is a text')
  expect(at.opened).toEqual(['pool.xml'])
  const watch = client.files.watch({ caseId, paths: ['pool.xml', 'later.txt'] })
  expect((await watch.next()).value).toEqual({ versions: { 'pool.xml': opened.version, 'later.txt': null } })
  const saved = await client.files.write({
    caseId,
    path: 'pool.xml',
    text: opened.text.replace('8', '80'),
    form: opened.form,
    base: opened.version,
  })
  expect((await watch.next()).value).toEqual({ versions: { 'pool.xml': saved.version, 'later.txt': null } })
  writeFileSync(join(at.root, 'later.txt'), 'x')
  rmSync(join(at.root, 'pool.xml'))
  let seen = await watch.next()
  while (
    !seen.done &&
    (seen.value.versions['pool.xml'] !== null || seen.value.versions['later.txt'] === null)
  )
    seen = await watch.next()
  expect(seen.done).toBe(false)
  await watch.return(undefined)
  await expect(client.files.read({ caseId: v7(), path: 'a' })).rejects.toMatchObject({ code: 'no-workspace' })
})

test('a file that is replaced and removed in one breath is seen to be gone', async () => {
  await using at = made()
  writeFileSync(join(at.root, 'pool.xml'), 'one')
  const watch = at.client.files.watch({ caseId: at.caseId, paths: ['pool.xml'] })
  expect((await watch.next()).value?.versions['pool.xml']).not.toBeNull()
  // As programs save. What is made and removed between two looks of the system, it keeps to itself.
  writeFileSync(join(at.root, 'pool.xml.new'), 'two')
  renameSync(join(at.root, 'pool.xml.new'), join(at.root, 'pool.xml'))
  rmSync(join(at.root, 'pool.xml'))
  expect((await watch.next()).value).toEqual({ versions: { 'pool.xml': null } })
  await watch.return(undefined)
})

test('unsaved texts are kept until they are forgotten', async () => {
  await using at = made()
  const { client, caseId } = at
  const text = (path: string, body: string, when: number) => ({
    caseId,
    unsaved: { path, text: body, form, base: null, at: when },
  })
  await client.files.keepUnsaved(text('a', 'one', 1))
  await client.files.keepUnsaved(text('b/\u202e', 'lone \ud800', 2))
  await client.files.keepUnsaved(text('a', 'two', 3))
  writeFileSync(join(at.dataDir, 'unsaved', caseId, 'broken.json'), '{"path":')
  const { unsaved } = await client.files.listUnsaved({ caseId })
  expect(unsaved.map(({ path, text: body }) => [path, body])).toEqual([
    ['a', 'two'],
    ['b/\u202e', 'lone \ud800'],
  ])
  await client.files.forgetUnsaved({ caseId, path: 'a' })
  await client.files.forgetUnsaved({ caseId, path: 'never' })
  expect((await client.files.listUnsaved({ caseId })).unsaved).toHaveLength(1)
})

test('an unsaved text that was answered for survives kill -9', async () => {
  await using at = made()
  const folder = join(at.dataDir, 'unsaved', at.caseId)
  const module = new URL('./unsaved.ts', import.meta.url).href
  const script = `import { keepUnsaved } from ${JSON.stringify(module)}
    for (let n = 1; ; n += 1) {
      const text = { path: 'a', text: 'x'.repeat(200_000) + n, form: ${JSON.stringify(form)}, base: null, at: n }
      await keepUnsaved(${JSON.stringify(folder)}, { unsaved: text }, () => String(n))
      process.stdout.write(n + '\\n')
    }`
  const child = execFile(process.execPath, ['--input-type=module', '-e', script])
  let said = ''
  child.stdout?.on('data', (chunk) => (said += chunk))
  while (said.split('\n').length < 5) await pause(10)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('close', resolve))
  const answered = Number(said.trim().split('\n').at(-1))
  const [kept] = (await at.client.files.listUnsaved({ caseId: at.caseId })).unsaved
  expect(kept?.at).toBeGreaterThanOrEqual(answered)
  expect(kept?.text).toBe('x'.repeat(200_000) + kept?.at)
})

test('what an unsaved text was made from is kept with it, the latest only, and goes with it', async () => {
  await using at = made()
  const { client, caseId } = at
  const path = 'conf/a'
  const keep = (base: string | null, baseText?: string) =>
    client.files.keepUnsaved({
      caseId,
      unsaved: { path, text: 'mine', form, base, at: 1 },
      ...(baseText !== undefined && { baseText }),
    })
  const kept = async (base: string) => (await client.files.unsavedBase({ caseId, path, base })).text
  const names = () => readdirSync(join(at.dataDir, 'unsaved', caseId)).length
  await keep('v1', 'one\r\n')
  await keep('v1')
  expect([await kept('v1'), await kept('v2'), await kept('../v1')]).toEqual(['one\r\n', null, null])
  await keep('v2', 'two')
  expect([await kept('v1'), await kept('v2'), names()]).toEqual([null, 'two', 2])
  await client.files.keepUnsaved({
    caseId,
    unsaved: { path: 'conf/b', text: 'other', form, base: 'v2', at: 2 },
    baseText: 'of b',
  })
  await client.files.forgetUnsaved({ caseId, path })
  expect([await kept('v2'), names()]).toEqual([null, 2])
})

test('a file is read as it was at a commit, and its commits are listed', async () => {
  await using at = made()
  const { client, caseId } = at
  expect(await client.files.log({ caseId })).toEqual({ commits: [] })
  await expect(client.files.readAt({ caseId, path: 'a', revision: 'HEAD' })).rejects.toMatchObject({
    code: 'not-found',
  })
  writeFileSync(join(at.root, 'a'), Buffer.from('Größe überall, für alle', 'latin1'))
  at.git('add', '-A')
  at.git('commit', '-qm', 'Unpack the customer’s state')
  await expect(client.files.readAt({ caseId, path: 'a', revision: 'baseline' })).rejects.toMatchObject({
    code: 'not-found',
  })
  at.setBaseline(at.git('rev-parse', 'HEAD').trim())
  renameSync(join(at.root, 'a'), join(at.root, 'b'))
  at.git('add', '-A')
  at.git('commit', '-qm', 'Rename it')
  const readAt = (path: string, revision: string) => client.files.readAt({ caseId, path, revision })
  expect(await readAt('a', 'baseline')).toEqual({
    text: 'Größe überall, für alle',
    encoding: 'windows-1252',
    binary: false,
  })
  expect((await readAt('a', 'HEAD')).text).toBeNull()
  expect((await readAt('b', 'HEAD~1')).text).toBeNull()
  await expect(readAt('b', '--output=x')).rejects.toMatchObject({ code: 'bad-input' })
  await expect(readAt('b', '-x')).rejects.toMatchObject({ code: 'not-found' })
  expect((await client.files.log({ caseId })).commits.map(({ subject }) => subject)).toEqual([
    'Rename it',
    'Unpack the customer’s state',
  ])
  expect((await client.files.log({ caseId, path: 'b' })).commits).toMatchObject([{ author: 'Ada' }])
})

test('two changes of one text become one, or stand beside each other', async () => {
  await using at = made()
  const { client, caseId } = at
  const base = 'a\nb\nc\nd\ne'
  expect(await client.files.merge({ base, mine: 'A\nb\nc\nd\ne', theirs: 'a\nb\nc\nd\nE' })).toEqual({
    text: 'A\nb\nc\nd\nE',
    conflicts: 0,
  })
  expect(
    await client.files.merge({ base, mine: base.replace('c', '1'), theirs: base.replace('c', '2') }),
  ).toEqual({
    text: 'a\nb\n<<<<<<< yours\n1\n=======\n2\n>>>>>>> on disk\nd\ne',
    conflicts: 1,
  })
  const blank = '\n'.repeat(20_000)
  expect(await client.files.merge({ base: blank, mine: `a${blank}`, theirs: `b${blank}` })).toMatchObject({
    conflicts: 1,
  })
  writeFileSync(join(at.root, 'a.log'), 'one\ntwo\n')
  expect(await client.files.lines({ caseId, path: 'a.log', from: 1, count: 1 })).toMatchObject({
    lines: [{ text: 'two' }],
  })
  expect((await client.files.encodings({})).encodings).toContain('shift_jis')
  expect(readdirSync(at.root).sort()).toEqual(['.git', 'a.log'])
  expect(readFileSync(join(at.root, 'a.log'), 'utf8')).toBe('one\ntwo\n')
})
