import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRouter, hashOf, parseRoute, pathOf } from './router.ts'

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

/** As much of a window as the router uses; `follow` is a link, which the browser tells of when `tell` is called. */
const addressBar = () => {
  const events = new EventTarget()
  const location = { hash: '' }
  const set = (_state: unknown, _title: string, hash: string) => {
    location.hash = hash
  }
  const history = { replaceState: set, pushState: set }
  const view = Object.assign(events, { location, history }) as unknown as Window
  return {
    router: createRouter(view),
    location,
    follow: (hash: string) => set(null, '', hash),
    tell: () => events.dispatchEvent(new Event('hashchange')),
  }
}

it('completes an address that nobody left', () => {
  const { router, location } = addressBar()
  router.navigate('/queue', {}, { replace: true, from: router.store.getState() })
  expect(location.hash).toBe('#/queue')
  expect(router.store.getState().path).toEqual(['queue'])
})

it('stays where a link led, also before the browser has told of it', () => {
  const { router, location, follow, tell } = addressBar()
  const from = router.store.getState()
  follow('#/customers')
  router.navigate('/queue', {}, { replace: true, from })
  expect(location.hash).toBe('#/customers')
  expect(router.store.getState().path).toEqual(['customers'])
  const shown = router.store.getState()
  tell()
  expect(router.store.getState()).toBe(shown)
})

it('stays where a key led, whatever was decided before', () => {
  const { router, location } = addressBar()
  const from = router.store.getState()
  router.navigate('/customers')
  router.navigate('/queue', {}, { from })
  expect(location.hash).toBe('#/customers')
})
