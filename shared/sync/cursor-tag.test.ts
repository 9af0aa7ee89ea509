import { expect, test } from 'vitest'
import { placeOfCursor, tagWithin } from './cursor-tag.ts'

const name = '0190a7c2-0000-7000-8000-000000000001'

test.each([
  ['a mark at the end of what was told', { seq: 7, tag: name }, { seq: 7, tag: name }],
  ['a mark before the end', { seq: 3, tag: tagWithin({ seq: 7, tag: name }) }, { seq: 7, tag: name }],
  ['a tag that says no number', { seq: 3, tag: `${name}@x` }, { seq: 3, tag: `${name}@x` }],
  [
    'a number that is none',
    { seq: 3, tag: `${name}@${'9'.repeat(40)}` },
    { seq: 3, tag: `${name}@${'9'.repeat(40)}` },
  ],
])('%s names the place that the service must have', (_, cursor, place) => {
  expect(placeOfCursor(cursor)).toEqual(place)
})

test('such a tag fits into a cursor', () => {
  expect(tagWithin({ seq: 999_999_999_999_999, tag: name }).length).toBeLessThanOrEqual(64)
})
