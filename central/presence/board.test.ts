import { expect, test } from 'vitest'
import { peopleAtMost, presentMs } from '../../shared/sync/presence.ts'
import { createBoard } from './board.ts'

const bench = (
  deviceId: string,
  personId: string | null,
  cases: Record<string, 'reading' | 'writing' | null>,
) => ({
  deviceId,
  personId,
  cases: Object.entries(cases).map(([caseId, doing]) => ({ caseId, doing })),
})

const clocked = () => {
  const clock = { now: 0 }
  return { clock, board: createBoard(() => clock.now) }
}

test('a bench sees others on its own cases, and nobody on others', () => {
  const { board } = clocked()
  board.put(bench('a', 'Ada', { one: 'reading', two: null }))
  expect(board.put(bench('l', 'Lin', { one: 'writing', three: 'reading' }))).toEqual(new Set(['a', 'l']))
  expect(board.seenBy('a')).toEqual({
    cases: [
      { caseId: 'one', people: [{ personId: 'Lin', doing: 'writing' }] },
      { caseId: 'two', people: [] },
    ],
  })
  expect(board.seenBy('nobody')).toEqual({ cases: [] })
})

test('who is not to be shown sees and is not seen, and nobody sees themselves on another bench', () => {
  const { board } = clocked()
  board.put(bench('a', 'Ada', { one: null }))
  board.put(bench('a2', 'Ada', { one: 'reading' }))
  board.put(bench('l', 'Lin', { one: null }))
  board.put(bench('n', null, { one: 'reading' }))
  const on = (device: string) => board.seenBy(device).cases[0]?.people
  expect(on('a')).toEqual([])
  expect(on('l')).toEqual([{ personId: 'Ada', doing: 'reading' }])
  board.put(bench('a', 'Ada', { one: 'writing' }))
  expect(on('l')).toEqual([{ personId: 'Ada', doing: 'writing' }])
})

test('who says nothing any more is forgotten, and who goes on saying it is not told of anew', () => {
  const { board, clock } = clocked()
  board.put(bench('a', 'Ada', { one: 'reading' }))
  board.put(bench('l', 'Lin', { one: 'reading' }))
  clock.now = presentMs - 1
  expect(board.put(bench('a', 'Ada', { one: 'reading' }))).toEqual(new Set())
  expect(board.expire()).toEqual(new Set())
  clock.now = presentMs
  expect(board.expire()).toEqual(new Set(['a', 'l']))
  expect(board.seenBy('a').cases).toEqual([{ caseId: 'one', people: [] }])
  expect(board.seenBy('l')).toEqual({ cases: [] })
})

test('who leaves a case is gone from it at once, and a change of access makes everybody say it again', () => {
  const { board } = clocked()
  board.put(bench('a', 'Ada', { one: 'reading' }))
  board.put(bench('l', 'Lin', { one: 'reading' }))
  expect(board.put(bench('l', 'Lin', {}))).toEqual(new Set(['a', 'l']))
  expect(board.seenBy('a').cases[0]?.people).toEqual([])
  expect(board.clear()).toEqual(new Set(['a']))
  expect(board.seenBy('a')).toEqual({ cases: [] })
})

test('a crowd is told of up to a bound', () => {
  const { board } = clocked()
  board.put(bench('a', 'Ada', { one: 'reading' }))
  for (let n = 0; n < 200; n += 1) board.put(bench(`${n}`, `Person ${n}`, { one: 'reading' }))
  expect(board.seenBy('a').cases[0]?.people).toHaveLength(peopleAtMost)
})
