import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Extent, follow, goTo, offsetOf, type Place, tallest, topOf } from './scroll-map.ts'

const extents = fc
  .record({
    total: fc.integer({ min: 2_000_000, max: 300_000_000 }),
    height: fc.integer({ min: 100_000, max: 1_900_000 }),
    view: fc.integer({ min: 100, max: 2000 }),
  })
  .map((extent): Extent => extent)

const most = ({ total, view }: Extent) => total - view
const mostTop = ({ height, view }: Extent) => height - view

describe('the scroll map', () => {
  it('is the identity for a list that fits', () => {
    const extent = { total: 5000, height: 5000, view: 600 }
    expect(topOf(1234, extent)).toBe(1234)
    expect(follow({ top: 0, shift: 0 }, 4400, extent)).toEqual({ top: 4400, shift: 0 })
    expect(goTo({ top: 0, shift: 0 }, 1000, extent)).toEqual({ top: 1000, shift: 0 })
  })

  it('leaves room below the limit of the browser at every zoom', () => {
    for (const ratio of [0.5, 1, 2, 4]) expect(tallest(ratio) * Math.max(1, ratio)).toBeLessThan(2 ** 25)
  })

  it('reaches both ends and goes forth and back', () => {
    fc.assert(
      fc.property(extents, fc.double({ min: 0, max: 1, noNaN: true }), (extent, at) => {
        expect(offsetOf(0, extent)).toBe(0)
        expect(offsetOf(mostTop(extent), extent)).toBeCloseTo(most(extent), 3)
        const offset = at * most(extent)
        expect(offsetOf(topOf(offset, extent), extent)).toBeCloseTo(offset, 2)
      }),
    )
  })

  it('shows a place it was sent to', () => {
    fc.assert(
      fc.property(extents, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (extent, stops) => {
        let place: Place = { top: 0, shift: 0 }
        for (const stop of stops) {
          const offset = stop * most(extent)
          place = goTo(place, offset, extent)
          expect(place.top + place.shift).toBeCloseTo(offset, 2)
          expect(place.top).toBeGreaterThanOrEqual(0)
          expect(place.top).toBeLessThanOrEqual(mostTop(extent) + 0.001)
        }
      }),
    )
  })

  it('moves one to one by the wheel, from one end to the other', () => {
    const extent = { total: 3_000_000, height: 200_000, view: 500 }
    let place: Place = { top: 0, shift: 0 }
    let offset = 0
    for (let step = 0; step < 20_000 && offset < most(extent); step += 1) {
      const top = Math.min(place.top + 400, mostTop(extent))
      const moved = top - place.top
      place = follow(place, top, extent)
      expect(place.top + place.shift).toBeCloseTo(Math.min(offset + moved, most(extent)), 2)
      expect(moved).toBeGreaterThan(0)
      offset = place.top + place.shift
    }
    expect(offset).toBeCloseTo(most(extent), 2)
    while (offset > 0) {
      place = follow(place, Math.max(0, place.top - 400), extent)
      expect(place.top + place.shift).toBeLessThan(offset)
      offset = place.top + place.shift
    }
    expect(place).toEqual({ top: 0, shift: 0 })
  })
})
