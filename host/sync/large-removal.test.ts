import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { globalStream } from '../../shared/sync/streams.ts'
import { type TestDatabase, testDatabase } from '../../test/support/database.ts'
import { aCase } from '../../test/support/writers.ts'
import { applyPull } from './apply-pull.ts'
import { confirmRemoval, largeRemoval } from './large-removal.ts'
import { receiptsToTell } from './receipts.ts'
import { putConnection } from './state.ts'
import { removalTrouble } from './state-of.ts'

const epoch = 'one'
const text = (lines: object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

/** A bench that has so many cases of a service. */
const connected = (cases: number) => {
  const bench = testDatabase()
  const id = v7()
  bench.file.transaction((db) =>
    putConnection(db, {
      ...{ url: 'http://127.0.0.1:1', organisation: 'Field', accountId: id, deviceId: id },
      ...{ epoch, grants: 'g', acked: 0, complete: true, syncedAt: null, paused: false },
    }),
  )
  const ids = Array.from({ length: cases }, () => v7())
  let seq = 0
  const tell = (rows: object[]) => {
    const placed = rows.map((row, n) => ({ ...row, q: seq + n + 1 }))
    seq += rows.length
    bench.write(applyPull, {
      text: text([
        { epoch, at: 1 },
        { stream: globalStream },
        ...placed,
        { mark: globalStream, seq, tag: 't' },
        { more: false },
      ]),
    })
  }
  tell(ids.map((i, n) => ({ k: 'case', i, v: 1, b: aCase({ id: i, ref: `CB-${n + 1}` }) })))
  const leave = (count: number) => tell(ids.slice(0, count).map((i) => ({ k: 'case', i, v: 2, moved: 1 })))
  return { bench, ids, tell, leave }
}

const casesOf = ({ db }: TestDatabase) => db.value<number>('select count(*) from cases')
const day = 24 * 60 * 60 * 1000

test('an unusually large removal waits, is told, and comes with a person’s yes', () => {
  const { bench, tell, leave } = connected(1_300)
  leave(1_001)
  expect(casesOf(bench)).toBe(1_300)
  expect(removalTrouble(largeRemoval(bench.db, {}))?.message).toMatch(
    /^The service says that 1,001 of 1,300 /,
  )
  // News go on coming meanwhile.
  const more = v7()
  tell([{ k: 'case', i: more, v: 1, b: aCase({ id: more, ref: 'CB-9999' }) }])
  expect(casesOf(bench)).toBe(1_301)
  bench.write(confirmRemoval, {})
  tell([])
  expect(casesOf(bench)).toBe(300)
  expect(largeRemoval(bench.db, {})).toBeNull()
  expect(bench.db.value('select count(*) from set_aside')).toBe(0)
  bench[Symbol.dispose]()
})

test('nothing is said to be removed while some of it waits', () => {
  const { bench, ids, tell, leave } = connected(1_300)
  leave(1_001)
  tell([{ k: 'case', i: ids[1_200], v: 2, e: 1 }])
  expect(casesOf(bench)).toBe(1_299)
  expect(receiptsToTell(bench.db, {})).toEqual([])
  bench.write(confirmRemoval, {})
  tell([])
  expect(receiptsToTell(bench.db, {})).toMatchObject([{ stream: globalStream, upTo: 2_302, cases: 1_001 }])
  bench[Symbol.dispose]()
})

test('what may no longer be read stays for a day at most', () => {
  const { bench, tell, leave } = connected(1_300)
  leave(1_001)
  bench.now += day - 1_000
  tell([])
  expect(casesOf(bench)).toBe(1_300)
  bench.now += 2_000
  tell([])
  expect(casesOf(bench)).toBe(299)
  bench[Symbol.dispose]()
})

test('a slip that is undone in time leaves everything as it was', () => {
  const { bench, ids, tell, leave } = connected(1_300)
  leave(1_001)
  tell(ids.slice(0, 1_001).map((i, n) => ({ k: 'case', i, v: 3, b: aCase({ id: i, ref: `CB-${n + 1}` }) })))
  expect(largeRemoval(bench.db, {})).toBeNull()
  bench.now += 2 * day
  tell([])
  expect(casesOf(bench)).toBe(1_300)
  bench[Symbol.dispose]()
})

test.each([
  ['up to a thousand rows', 1_300, 1_000],
  ['up to a fifth of all', 5_500, 1_050],
])('%s go at once', (_, cases, count) => {
  const { bench, leave } = connected(cases)
  leave(count)
  expect(casesOf(bench)).toBe(cases - count)
  expect(largeRemoval(bench.db, {})).toBeNull()
  bench[Symbol.dispose]()
})
