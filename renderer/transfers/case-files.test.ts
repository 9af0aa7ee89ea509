import { expect, test, vi } from 'vitest'
import type { FileStanding } from '../../shared/contract/transfers.ts'
import { createCaseFiles } from './case-files.ts'

const file = (sha256: string, here: boolean): FileStanding => ({
  ...{ sha256, here, bytes: 1, atService: true, pinned: false, way: null },
})

test('a file of which nothing changed stays the same, and an expected one is told of once', () => {
  const files = createCaseFiles()
  const arrived = vi.fn()
  files.expect('b', arrived)
  files.take({ connected: true, files: [file('a', true), file('b', false)] })
  const before = files.store.getState().standings
  expect(arrived).not.toHaveBeenCalled()
  files.take({ connected: true, files: [file('a', true), file('b', true)] })
  files.take({ connected: true, files: [file('a', true), file('b', true)] })
  const after = files.store.getState().standings
  expect(after.get('a')).toBe(before.get('a'))
  expect(after.get('b')).not.toBe(before.get('b'))
  expect(arrived).toHaveBeenCalledOnce()
})
