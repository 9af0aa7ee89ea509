import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prettyJson } from './pretty-json.ts'

describe('prettyJson', () => {
  it('reads like the common form', () => {
    const value = { a: [1, 'x, {y}: "z"', { b: null }], empty: {}, none: [], c: true }
    expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
  })

  it('keeps every JSON value what it was', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text)
        expect(prettyJson(text)).toBe(JSON.stringify(value, null, 2))
      }),
      { numRuns: 200 },
    )
  })

  it('keeps numbers as written and text that is no JSON', () => {
    expect(prettyJson('{"id":12345678901234567890}')).toContain('12345678901234567890')
    expect(prettyJson('{"cut": [1, 2')).toBe('{"cut": [1, 2')
  })
})
