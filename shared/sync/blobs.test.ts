import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  blobBytesAtMost,
  missingParts,
  parseContentRange,
  parseRange,
  partBytes,
  partCount,
  partRange,
} from './blobs.ts'

const sizes = fc.oneof(
  fc.integer({ min: 0, max: blobBytesAtMost }),
  // Where off-by-one mistakes live: around whole parts.
  fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -2, max: 2 }))
    .map(([parts, off]) => Math.max(0, parts * partBytes + off)),
)

test('the parts of a blob cover it once, without a hole, and none is longer than a part', () => {
  fc.assert(
    fc.property(sizes, (bytes) => {
      let at = 0
      for (const { part, start, length } of missingParts(bytes, [])) {
        expect(start).toBe(at)
        expect(start).toBe(part * partBytes)
        expect(length).toBeLessThanOrEqual(partBytes)
        at += length
      }
      expect(at).toBe(bytes)
      expect(missingParts(bytes, [])).toHaveLength(partCount(bytes))
    }),
    { numRuns: 60 },
  )
})

test('what is there and what is missing are together all parts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 * partBytes }), fc.array(fc.nat(80)), (bytes, there) => {
      const missing = missingParts(bytes, there).map(({ part }) => part)
      expect(missing.some((part) => there.includes(part))).toBe(false)
      const known = new Set(there.filter((part) => part < partCount(bytes)))
      expect(missing.length + known.size).toBe(partCount(bytes))
    }),
  )
})

test('a part outside of the blob has no range', () => {
  expect(() => partRange(partBytes, 1)).toThrow(RangeError)
  expect(() => partRange(partBytes, -1)).toThrow(RangeError)
  expect(() => partRange(partBytes, 0.5)).toThrow(RangeError)
  expect(partRange(0, 0)).toEqual({ part: 0, start: 0, length: 0 })
})

test('a range lies within the blob, whatever is asked for', () => {
  fc.assert(
    fc.property(
      fc.nat(1000),
      fc.option(fc.nat(1500), { nil: undefined }),
      fc.option(fc.nat(1500), { nil: undefined }),
      (size, first, last) => {
        const range = parseRange(`bytes=${first ?? ''}-${last ?? ''}`, size)
        if (range === null || range === 'unsatisfiable') return
        expect(range.start).toBeGreaterThanOrEqual(0)
        expect(range.start).toBeLessThanOrEqual(range.end)
        expect(range.end).toBeLessThan(size)
      },
    ),
  )
})

test('reads ranges as the RFC says', () => {
  expect(parseRange(undefined, 100)).toBeNull()
  expect(parseRange('bytes=0-9', 100)).toEqual({ start: 0, end: 9 })
  expect(parseRange('bytes=90-', 100)).toEqual({ start: 90, end: 99 })
  expect(parseRange('bytes=-10', 100)).toEqual({ start: 90, end: 99 })
  expect(parseRange('bytes=0-900', 100)).toEqual({ start: 0, end: 99 })
  expect(parseRange('bytes=100-', 100)).toBe('unsatisfiable')
  expect(parseRange('bytes=-0', 100)).toBe('unsatisfiable')
  expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable')
  for (const whole of ['bytes=0-1,4-5', 'items=0-1', 'bytes=9-3', 'bytes=-', 'bytes=a-b', ''])
    expect(parseRange(whole, 100)).toBeNull()
})

test('reads what a server says it sends, and nothing that makes no sense', () => {
  expect(parseContentRange('bytes 5-9/10')).toEqual({ start: 5, end: 9, size: 10 })
  for (const wrong of [null, '', 'bytes */10', 'bytes 9-5/10', 'bytes 5-10/10', 'bytes 5-9/*'])
    expect(parseContentRange(wrong)).toBeNull()
})
