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

test('a link for a browser is no token of a bench', () => {
  expect(tokenFault('')).toMatch(/is needed/)
  expect(tokenFault(`cbl_${'x'.repeat(43)}`)).toMatch(/signs a browser in/)
  expect(tokenFault(`cbt_${'x'.repeat(43)}`)).toBeUndefined()
})
