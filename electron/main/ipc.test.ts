import type { WebFrameMain } from 'electron'
import { expect, test } from 'vitest'
import { isTrusted } from './ipc.ts'

/** As much of a frame as is looked at. */
const frame = (url: string, parent: unknown = null) => ({ senderFrame: { url, parent } as WebFrameMain })

test('our page is heard', () => {
  expect(isTrusted(frame('casebench://app/index.html#/cases'))).toBe(true)
})

test.each([
  ['another page', frame('https://example.com/')],
  ['a page of another host of our scheme', frame('casebench://evil/')],
  ['an empty frame', frame('about:blank')],
  ['a frame inside our page, though it is ours', frame('casebench://app/', {})],
  ['a frame that is gone', { senderFrame: null }],
])('%s is not', (_who, event) => {
  expect(isTrusted(event)).toBe(false)
})
