import fc from 'fast-check'
import { expect, it } from 'vitest'
import { layoutOf, type Run } from './layout.ts'

const run = (total: number, folded = false, headed = true): Run => ({ total, folded, headed })

it('puts headings before their cases, and folded cases away', () => {
  const layout = layoutOf([run(2), run(5, true), run(1)])
  const spots = Array.from({ length: layout.count }, (_, at) => {
    const spot = layout.spotAt(at)
    return spot && `${spot.run}:${spot.offset ?? 'heading'}`
  })
  expect(spots).toEqual(['0:heading', '0:0', '0:1', '1:heading', '2:heading', '2:0'])
  expect(layout.firstOf(2)).toBe(5)
  expect(layout.spotAt(6)).toBeUndefined()
})

it('finds each row in the run it belongs to', () => {
  const runs = fc.array(fc.record({ total: fc.nat(40), folded: fc.boolean(), headed: fc.constant(true) }))
  fc.assert(
    fc.property(runs, (list) => {
      const layout = layoutOf(list)
      const written = list.flatMap(({ total, folded }, at) => [
        { run: at, offset: null },
        ...Array.from({ length: folded ? 0 : total }, (_, offset) => ({ run: at, offset })),
      ])
      expect(layout.count).toBe(written.length)
      expect(written.map((_, at) => layout.spotAt(at))).toEqual(written)
    }),
  )
})
