import { expect, test } from 'vitest'
import { mayHave } from './permissions.ts'

const own = { requestingUrl: 'casebench://app/index.html', isMainFrame: true }

test.each(['clipboard-sanitized-write', 'notifications'])('our page may have %s', (permission) => {
  expect(mayHave({ ...own, permission })).toBe(true)
})

test.each([
  'clipboard-read',
  'geolocation',
  'media',
  'hid',
  'usb',
  'serial',
  'openExternal',
  'fileSystem',
  'unknown',
  '',
])('but not "%s"', (permission) => {
  expect(mayHave({ ...own, permission })).toBe(false)
})

test('no other page and no frame inside ours has any', () => {
  for (const requestingUrl of ['https://example.com/', 'about:srcdoc', 'file:///', ''])
    expect(mayHave({ permission: 'notifications', requestingUrl, isMainFrame: true }), requestingUrl).toBe(
      false,
    )
  expect(mayHave({ ...own, permission: 'notifications', isMainFrame: false })).toBe(false)
})
