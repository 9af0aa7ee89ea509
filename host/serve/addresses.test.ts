import { describe, expect, it } from 'vitest'
import { inUrl, isLoopback } from './addresses.ts'

describe('an address', () => {
  it.each(['127.0.0.1', '127.1.2.3', 'localhost', 'LocalHost', '::1', '0:0:0:0:0:0:0:1'])(
    '%s is loopback',
    (host) => {
      expect(isLoopback(host)).toBe(true)
    },
  )

  it.each(['0.0.0.0', '::', '192.168.0.1', '128.0.0.1', 'example.org', 'localhost.example.org', '', '127.1'])(
    '%s is not',
    (host) => {
      expect(isLoopback(host)).toBe(false)
    },
  )

  it('stands in a URL in brackets where it is of version 6', () => {
    expect(inUrl('::1')).toBe('[::1]')
    expect(inUrl('127.0.0.1')).toBe('127.0.0.1')
  })
})
