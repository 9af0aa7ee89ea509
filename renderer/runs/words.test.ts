import { expect, test } from 'vitest'
import { counts, facts, outcome } from './words.ts'

const repeat = (exitCode: number | null, timedOut = false) => ({ exitCode, durationMs: 1500, timedOut })

test('the outcome of a finished run is its verdict', () => {
  expect(outcome({ state: 'finished', verdict: 'reproduced' })).toEqual({
    text: 'Reproduced',
    tone: 'danger',
  })
  expect(outcome({ state: 'running', verdict: null }).text).toBe('Running')
  expect(outcome({ state: 'cancelled', verdict: 'inconclusive' }).text).toBe('Cancelled')
})

test('several executions are counted', () => {
  expect(counts([1])).toBe('')
  expect(counts([0, 1, 1, 125])).toBe('2 of 4 reproduced, 1 inconclusive')
  expect(facts({ repeats: [repeat(0), repeat(1)] })).toBe('1 of 2 reproduced, 3.0 s')
})

test('one execution says how it ended', () => {
  expect(facts({ repeats: [] })).toBe('')
  expect(facts({ repeats: [repeat(7)] })).toBe('exit 7, 1.5 s')
  expect(facts({ repeats: [repeat(null, true)] })).toBe('out of time, 1.5 s')
  expect(facts({ repeats: [repeat(null)] })).toBe('stopped, 1.5 s')
})
