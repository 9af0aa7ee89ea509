import { join } from 'node:path'
import { expect, test } from 'vitest'
import { customersFiles, patchBench } from '../../test/support/patch-bench.ts'
import { createCase, mergeCases } from '../cases/changes.ts'
import { undo } from '../operations/history.ts'
import { getPatch, listPatches } from './rows.ts'

const conf = customersFiles['conf/server.conf'] ?? ''

test('a hunk is taken back without the others, and what was there is in the trash', async () => {
  await using at = await patchBench()
  const changed = conf.replace('line 2\n', 'line two\n').replace('line 38\n', 'line 38b\n')
  at.write('conf/server.conf', changed)
  at.write('new.txt', 'new\n')
  const leaving = new AbortController()
  const stream = at.service.watchChanges(
    { caseId: at.caseId, against: 'HEAD' },
    { ...at.context, signal: leaving.signal },
  )
  const first = await stream[Symbol.asyncIterator]().next()
  leaving.abort()
  const hunk = first.value?.files[0]?.hunks?.[0]?.id ?? ''
  const selection = [
    { path: 'conf/server.conf', hunks: [hunk] },
    { path: 'new.txt', hunks: null },
  ]
  const { trashId } = await at.service.discard({ caseId: at.caseId, against: 'HEAD', selection }, at.context)
  const bin = join(at.dataDir, 'trash', at.caseId, trashId)
  expect(at.read('conf/server.conf')).toBe(conf.replace('line 38\n', 'line 38b\n'))
  expect(at.run('status', '--porcelain')).toBe(' M conf/server.conf\n')
  expect(at.read('0', bin)).toBe(changed)
  expect(at.read('1', bin)).toBe('new\n')
  at.run('rm', '-q', 'src/Pool.java')
  await at.service.discard(
    { caseId: at.caseId, against: 'baseline', selection: [{ path: 'src/Pool.java', hunks: null }] },
    at.context,
  )
  expect(at.read('src/Pool.java')).toBe(customersFiles['src/Pool.java'])
})

test('a commit takes the paths that are named and says when there is nothing to commit', async () => {
  await using at = await patchBench()
  at.write('a.txt', 'a\n')
  at.write('b.txt', 'b\n')
  const commit = (paths: string[]) =>
    at.service.commit({ caseId: at.caseId, message: 'Add a', paths }, at.context)
  const { hash } = await commit(['a.txt'])
  expect(at.run('show', '--format=%an: %s', '--name-only', hash)).toBe('Ada: Add a\n\na.txt\n')
  await expect(commit(['a.txt'])).rejects.toMatchObject({ code: 'empty' })
  await commit([])
  expect(at.run('status', '--porcelain')).toBe('')
})

test('a patch goes on and back, each a step of undo, and is seen by the case that its case was merged into', async () => {
  await using at = await patchBench()
  at.write('a.txt', 'a\n')
  const { patch } = await at.service.create(
    { caseId: at.caseId, message: 'Add a', base: 'baseline', branch: '', selection: [] },
    at.context,
  )
  const go = { id: patch.id, state: 'sent' as const, url: 'https://example.org/pull/1', note: 'Asked' }
  const { step } = await at.service.step(go, at.context)
  expect((await at.database.read(getPatch, { id: patch.id })).steps.map(({ state }) => state)).toEqual([
    'draft',
    'sent',
  ])
  await at.database.write(undo, { step: step ?? 0 })
  expect((await at.database.read(getPatch, { id: patch.id })).steps).toHaveLength(1)
  await expect(at.service.step({ ...go, url: 'javascript:alert(1)' }, at.context)).rejects.toMatchObject({
    code: 'invalid',
  })
  await at.service.set({ id: patch.id, set: { branch: '9.0.x' } }, at.context)
  const { id: intoId } = await at.database.write(createCase, { title: 'The other' })
  await at.database.write(mergeCases, { fromId: at.caseId, intoKey: intoId })
  expect(await at.database.read(listPatches, { caseId: intoId })).toMatchObject([
    { id: patch.id, branch: '9.0.x' },
  ])
})
