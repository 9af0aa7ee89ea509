import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { testDatabase } from '../../test/support/database.ts'
import { createCase } from '../cases/changes.ts'
import { beginRun, getRun } from '../runs/rows.ts'
import { afterPurge, purgeCase } from '../sync/purge.ts'
import { removeCase } from '../sync/remove.ts'
import { toScrub } from '../sync/scrub.ts'
import { beginBisection, finishStep, getBisection } from './rows.ts'

const sha256 = 'a'.repeat(64)

const bench = () => {
  const data = testDatabase()
  const { id: caseId } = data.write(createCase, { title: 'A case' })
  const bisectionId = v7()
  const checking = { command: null, repeat: 1, timeoutMs: 1000, snapshot: null }
  const versions = ['1', '2'].map((version) => ({ version, image: '' }))
  const what = { service: 'web', versions, findFix: false, verifyEnds: false, links: [] }
  data.write(beginBisection, { id: bisectionId, caseId, plan: { mode: 'versions', ...checking, ...what } })
  /** Ends a run as step `number`. */
  const step = (number: number) => {
    const id = v7()
    const facts = { command: 'x', commit: null, repeat: 1, timeoutMs: 1000, services: [] }
    data.write(beginRun, { id, caseId, startedAt: 1, bisectionId, ...facts })
    const file = { role: 'recording', name: 'x.cast', uploadId: v7(), sha256, bytes: 1, text: null } as const
    const finished = { id, state: 'finished' as const, endedAt: 2, files: [file], services: [], problem: '' }
    return {
      id,
      finish: () =>
        data.write(finishStep, { bisectionId, step: { number, subject: '1', places: [0] }, finished }),
    }
  }
  return { data, caseId, bisectionId, step }
}

test('a step and the end of its run are kept together, or neither is', () => {
  const { data, bisectionId, step } = bench()
  using _ = data
  step(1).finish()
  const same = step(1)
  expect(same.finish).toThrow()
  expect(getRun(data.db, { id: same.id })).toMatchObject({ state: 'running', files: [] })
  const { steps } = getBisection(data.db, { id: bisectionId })
  expect(steps.map(({ number }) => number)).toEqual([1])
})

test('runs and bisections go with their case', () => {
  const { data, caseId, step } = bench()
  using _ = data
  step(1).finish()
  data.write(({ db }) => {
    removeCase(db, caseId)
    return {}
  }, {})
  for (const table of ['runs', 'run_files', 'bisections', 'bisection_steps'])
    expect(data.db.value(`select count(*) from ${table}`)).toBe(0)
})

test('what runs left goes from the disk with a case that nobody here may read any more', () => {
  const { data, caseId, step } = bench()
  using _ = data
  step(1).finish()
  expect(data.db.value('select count(*) from blobs')).toBe(1)
  data.write((context) => {
    afterPurge(context, purgeCase(context, caseId))
    return {}
  }, {})
  expect(data.db.value('select count(*) from blobs')).toBe(0)
  expect(toScrub(data.db, {})).toEqual({ blobs: [sha256] })
})
