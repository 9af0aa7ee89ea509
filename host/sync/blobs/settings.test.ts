import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'
import { usualSettings } from './transfer.ts'

test('what was kept stands, and what cannot be read falls back to the usual', () => {
  expect(readSettings(null)).toEqual(usualSettings)
  expect(readSettings('x')).toEqual(usualSettings)
  expect(
    readSettings({ uploadLimit: 64_000, askAbove: -1, networks: 'moon', other: 1, paused: true }),
  ).toEqual({
    ...usualSettings,
    uploadLimit: 64_000,
    paused: true,
  })
  expect(readSettings({ ...usualSettings, downloadLimit: 1 })).toEqual(usualSettings)
})
