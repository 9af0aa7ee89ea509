import { expect, it } from 'vitest'
import { countText } from './count-text.ts'

it.each([
  [0, true, '0 cases'],
  [1, true, '1 case'],
  [1204, true, '1,204 cases'],
  [12_345, false, 'about 12,000 cases'],
  [7, false, 'about 7 cases'],
])('%d, counted: %s', (total, exact, text) => {
  expect(countText(total, exact)).toBe(text)
})
