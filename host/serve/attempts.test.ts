import { describe, expect, it } from 'vitest'
import { attempts } from './attempts.ts'

describe('failed sign-ins', () => {
  it('make an address wait, and no other', () => {
    const clock = { now: 0 }
    const { failed, waitOf } = attempts(() => clock.now)
    for (let at = 0; at < 10; at += 1) {
      expect(waitOf('a')).toBe(0)
      failed('a')
    }
    clock.now = 59_999
    expect(waitOf('a')).toBe(1)
    expect(waitOf('b')).toBe(0)
    clock.now = 60_000
    expect(waitOf('a')).toBe(0)
    failed('a')
    expect(waitOf('a')).toBe(0)
  })

  it('are remembered of a bounded number of addresses, the latest', () => {
    const { failed, waitOf } = attempts(() => 0)
    for (let at = 0; at < 10; at += 1) failed('first')
    for (let at = 0; at < 999; at += 1) failed(`other ${at}`)
    expect(waitOf('first')).toBeGreaterThan(0)
    failed('one more')
    expect(waitOf('first')).toBe(0)
  })
})
