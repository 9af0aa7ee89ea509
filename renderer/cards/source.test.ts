import { expect, test } from 'vitest'
import { parseRoute } from '../app/router.ts'
import { cardRoute, isCard, parseCardKey } from './source.ts'

test('a key says where its card lies, and nothing else is taken for one', () => {
  const staged = '0193a6f0-5b7e-7c3a-9d53-1f2e3d4c5b6a'
  const sha256 = 'a'.repeat(64)
  expect(parseCardKey(`staged/${staged}`)).toEqual({ staged })
  expect(parseCardKey(`attached/${sha256}`)).toEqual({ sha256 })
  expect(parseRoute(cardRoute({ path: '/home/me/a b' })).path).toEqual([
    'card',
    'path',
    '%2Fhome%2Fme%2Fa%20b',
  ])
  expect(parseCardKey(`path/${encodeURIComponent('/home/me/CB-1.casebench-card')}`)).toEqual({
    path: '/home/me/CB-1.casebench-card',
  })
  expect(parseCardKey('staged/../x')).toBeNull()
  expect(parseCardKey('path/')).toBeNull()
})

test('cards are known by their name', () => {
  expect(isCard('CB-1042.casebench-card')).toBe(true)
  expect(isCard('CB-1042.casebench-card.txt')).toBe(false)
})
