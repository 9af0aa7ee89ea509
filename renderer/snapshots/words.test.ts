import { expect, test } from 'vitest'
import { freeName, heldText, nameProblem, volumeName } from './words.ts'

const snapshot = {
  id: '0193a6f0-5b7e-7c3a-9d53-1f2e3d4c5b6a',
  name: 'after',
  createdAt: 0,
  from: null,
  current: false,
  volumes: [{ name: 'data', bytes: 1_200_000 }],
  bytes: 1_200_400,
  files: 2,
  spareBytes: 0,
}

test('a snapshot says what it holds and where it comes from', () => {
  expect(heldText(snapshot)).toBe('1.2 MB · 1 volume, 2 files')
  expect(heldText({ ...snapshot, from: 'before' })).toBe('1.2 MB · 1 volume, 2 files · from before')
  expect(heldText({ ...snapshot, spareBytes: 1_200_000 })).toBe(
    '1.2 MB · 1 volume, 2 files · 1.2 MB more to go back quickly',
  )
})

test('a name is one that the host takes and that nobody has', () => {
  expect(nameProblem('before-patch_1.2', [])).toBeUndefined()
  expect(nameProblem('', [])).toBe('Say how it is called.')
  expect(nameProblem('-x', [])).toMatch(/^A name takes/)
  expect(nameProblem('a b', [])).toMatch(/^A name takes/)
  expect(nameProblem('before', ['before'])).toBe('There is a snapshot before already.')
  expect(freeName('state', ['state-1', 'state-2'])).toBe('state-3')
})

test('a volume is called as its Compose file calls it', () => {
  expect(volumeName('casebench-54871a3b-cb-1001_app_data')).toBe('app_data')
  expect(volumeName('app:/unnamed')).toBe('app:/unnamed')
})
