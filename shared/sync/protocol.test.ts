import { expect, test } from 'vitest'
import { outdated, wireVersion } from './protocol.ts'

test('the older of the two has to be updated', () => {
  expect(outdated(wireVersion)).toBeNull()
  const window = { least: 3, most: 5 }
  expect([2, 3, 4, 5, 6].map((wire) => outdated(wire, window))).toEqual([
    'bench',
    null,
    null,
    null,
    'service',
  ])
})
