import { describe, expect, test } from 'vitest'
import type { FileStanding, Way } from '../../shared/contract/transfers.ts'
import { filesText, leftText, paceText, placeReason, placeText } from './words.ts'

const way = (more: Partial<Way> = {}): Way => ({
  ...{ direction: 'up', state: 'waiting', hold: null, done: 0, speed: null, reason: null, nextTryAt: null },
  ...{ paused: false, ...more },
})

const file = (more: Partial<FileStanding> = {}): FileStanding => ({
  ...{ sha256: '', bytes: 1_000_000, here: true, atService: false, pinned: false, way: null, ...more },
})

describe('a file says where it is', () => {
  test.each<[string, FileStanding]>([
    ['Here and at the service', file({ atService: true })],
    ['At the service only', file({ here: false, atService: true })],
    ['Uploading 43 %', file({ way: way({ state: 'moving', done: 439_999 }) })],
    ['Fetching 12 %', file({ here: false, way: way({ direction: 'down', state: 'moving', done: 120_000 }) })],
    ['Fetching', file({ here: false, bytes: null, way: way({ direction: 'down', state: 'moving' }) })],
    ['Paused at 50 %', file({ way: way({ hold: 'paused', done: 500_000 }) })],
    ['Paused', file({ way: way({ hold: 'paused' }) })],
    ['Waits for your yes', file({ way: way({ hold: 'size' }) })],
    ['Waits for your yes', file({ way: way({ hold: 'network' }) })],
    ['Waits for the service', file({ way: way({ hold: 'offline' }) })],
    ['Waits for its turn', file({ way: way() })],
    ['Is tried again by itself', file({ way: way({ nextTryAt: 5, reason: 'Busy.' }) })],
    ['Upload failed', file({ way: way({ state: 'failed', reason: 'Gone.' }) })],
  ])('%s', (text, standing) => {
    expect(placeText(standing, true)).toBe(text)
  })
})

test('without a service a file that is here says nothing', () => {
  expect(placeText(file(), false)).toBe('')
  expect(placeText(file({ here: false }), false)).toBe('Not on this computer')
})

test('a reason is that of the service before that of the bench', () => {
  expect(placeReason({ way: way({ hold: 'size', reason: 'Busy.' }) })).toBe('Busy.')
  expect(placeReason({ way: way({ hold: 'paused', paused: true }) })).toBeNull()
  expect(placeReason({ way: way({ hold: 'paused' }) })).toBe('All transfers are paused.')
  expect(placeReason({ way: null })).toBeNull()
})

test('the time that is left follows from the speed', () => {
  const left = (bytes: number, speed: number | null) => leftText({ bytes, way: way({ speed }) })
  expect(left(1000, null)).toBe('')
  expect(left(1000, 0)).toBe('')
  expect(left(1000, 1000)).toBe('less than a minute left')
  expect(left(600_000, 1000)).toBe('10 min left')
  expect(left(72_000_000, 1000)).toBe('20 h left')
  expect(left(1e15, 1000)).toBe('')
  expect(paceText({ bytes: 1000, way: way({ speed: 12_000_000 }) })).toBe(
    '12.0 MB/s, less than a minute left',
  )
})

test('what goes on with files is counted in words', () => {
  expect(filesText({ open: 0, asking: 0, failed: 0 })).toBe('')
  expect(filesText({ open: 2, asking: 1, failed: 0 })).toBe(
    '2 files on their way, 1 file waits for your yes.',
  )
  expect(filesText({ open: 0, asking: 0, failed: 3 })).toBe('3 files failed.')
})
