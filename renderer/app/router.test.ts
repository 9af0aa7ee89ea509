import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hashOf, parseRoute, pathOf } from './router.ts'

it.each([
  ['', [], {}],
  ['#/', [], {}],
  ['#/queue', ['queue'], {}],
  ['#/case/CB-1042?event=7', ['case', 'CB-1042'], { event: '7' }],
  ['#/queue?query=owner%3Ame+a?b', ['queue'], { query: 'owner:me a?b' }],
  ['#/case/50%', ['case', '50%'], {}],
])('reads %s', (hash, path, query) => {
  expect(parseRoute(hash)).toEqual({ path, query })
})

it('leaves empty values out of the address', () => {
  expect(hashOf('queue', { query: '', view: 'mine' })).toBe('#/queue?view=mine')
})

it('reads what it wrote', () => {
  const part = fc.string({ minLength: 1, unit: 'grapheme' })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), part, (parts, value) => {
      expect(parseRoute(hashOf(pathOf(...parts), { q: value }))).toEqual({ path: parts, query: { q: value } })
    }),
  )
})
