import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import type { Patch, TimelineEvent } from '../../shared/domain/entities.ts'
import type { Draft } from '../../shared/sync/operations.ts'
import { testDatabase } from '../../test/support/database.ts'
import { createCase } from '../cases/changes.ts'
import type { WriteContext } from '../database/procedure.ts'
import { apply } from './apply.ts'
import { rowsOf } from './rows.ts'

const act = (context: WriteContext, { drafts }: { drafts: Draft[] }) => ({ done: apply(context, drafts) })

const series = { name: 'pool.patch', bytes: 12, sha256: 'a'.repeat(64), mediaType: 'text/x-patch' }

test('a patch is made, goes on and is taken away as its operations say', () => {
  using bench = testDatabase()
  const { id: caseId } = bench.write(createCase, { title: 'Pool exhausted' })
  const patch: Patch = {
    id: v7(),
    caseId,
    createdAt: 5,
    authorId: null,
    title: 'Close what was borrowed',
    branch: '10.1.x',
    base: 'f'.repeat(40),
    series,
    files: [{ path: 'src/Pool.java', insertions: 3, deletions: 1 }],
    steps: [{ state: 'draft', at: 5, url: '', note: '' }],
  }
  const steps: Patch['steps'] = [...patch.steps, { state: 'verified', at: 9, url: '', note: 'On 10.1.34' }]
  const stored = () => rowsOf(bench.db).patch(patch.id)
  bench.write(act, { drafts: [{ type: 'patch.create', entity: patch.id, payload: { patch } }] })
  expect(stored()).toEqual(patch)
  bench.topics.splice(0)
  bench.write(act, { drafts: [{ type: 'patch.set', entity: patch.id, payload: { set: { steps } } }] })
  expect(stored()).toEqual({ ...patch, steps })
  expect(bench.topics).toContain(`case:${caseId}`)
  bench.write(act, { drafts: [{ type: 'patch.remove', entity: patch.id, payload: {} }] })
  expect(stored()).toBeUndefined()
})

test('an event keeps what it shows beside its text', () => {
  using bench = testDatabase()
  const { id: caseId } = bench.write(createCase, { title: 'Pool exhausted' })
  const event: TimelineEvent = {
    id: v7(),
    caseId,
    kind: 'run',
    lane: 'internal',
    authorId: null,
    at: 7,
    body: '',
    detail: {
      type: 'block',
      command: 'mvn -q test',
      folder: '/home/ada/CB-1001',
      exitCode: 1,
      startedAt: 5,
      durationMs: 2300,
      terminalId: null,
      block: null,
    },
    corrects: null,
    retractedAt: null,
    externalId: null,
  }
  bench.write(act, { drafts: [{ type: 'event.add', entity: event.id, payload: { event } }] })
  expect(rowsOf(bench.db).event(event.id)).toEqual(event)
})
