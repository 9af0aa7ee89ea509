import { expect, test } from 'vitest'
import { BenchError } from '../../../shared/contract/error.ts'
import { failureOf, tokenFault } from './failure.ts'

test.each([
  ['unreachable', 'address'],
  ['invalid', 'address'],
  ['refused', 'token'],
  ['connected-already', 'form'],
])('%s is told at the %s', (code, at) => {
  expect(failureOf(new BenchError(code, 'It did not work.'))).toEqual({ at, text: 'It did not work.' })
})

test('nothing is no token, and a link is one', () => {
  expect(tokenFault('')).toMatch(/is needed/)
  expect(tokenFault(`cbl_${'x'.repeat(43)}`)).toBeUndefined()
})
