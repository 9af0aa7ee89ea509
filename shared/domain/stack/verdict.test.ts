import { describe, expect, it } from 'vitest'
import { verdictOf, verdictOfAll } from './verdict.ts'

describe('the verdict of a check', () => {
  it('follows git bisect run', () => {
    expect(verdictOf(0)).toBe('not-reproduced')
    for (const bad of [1, 2, 124, 126, 127]) expect(verdictOf(bad)).toBe('reproduced')
    for (const none of [125, 128, 137, 255, -1, null]) expect(verdictOf(none)).toBe('inconclusive')
  })

  it('is reproduced where the problem showed once', () => {
    expect(verdictOfAll([0, 0, 1, 125])).toBe('reproduced')
    expect(verdictOfAll([125, 0, null])).toBe('not-reproduced')
    expect(verdictOfAll([125, null])).toBe('inconclusive')
    expect(verdictOfAll([])).toBe('inconclusive')
  })
})
