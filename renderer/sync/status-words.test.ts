import { describe, expect, test } from 'vitest'
import { type SyncStatus, syncStates } from '../../shared/contract/sync.ts'
import { announcement, shareOf, shortText, standing } from './status-words.ts'

const quiet: SyncStatus = {
  state: 'up-to-date',
  url: 'https://casebench.example.com',
  organisation: 'Meridian Support',
  trouble: null,
  pending: 0,
  rejected: 0,
  conflicts: 0,
  fetching: null,
  complete: true,
  files: { open: 0, asking: 0, failed: 0 },
  syncedAt: 1,
  nextTryAt: null,
}

describe('the status bar says', () => {
  test.each<[string, Partial<SyncStatus>]>([
    ['On this bench only', { state: 'off', pending: 400 }],
    ['Up to date', { files: { open: 0, asking: 2, failed: 1 } }],
    ['Up to date, 1 file to go', { files: { open: 1, asking: 2, failed: 1 } }],
    ['Offline', { state: 'offline' }],
    ['Offline, 1,200 waiting', { state: 'offline', pending: 1200 }],
    ['Offline, 2 waiting · 3 need attention', { state: 'offline', pending: 2, rejected: 1, conflicts: 2 }],
    ['Offline · 1 needs attention', { state: 'offline', conflicts: 1 }],
    ['Sync paused, 2 waiting', { state: 'paused', pending: 2 }],
    ['Syncing 3', { state: 'syncing', pending: 3, fetching: { rows: 1, of: 2 } }],
    ['Syncing, 33 %', { state: 'syncing', fetching: { rows: 1, of: 3 } }],
    ['Syncing', { state: 'syncing', fetching: { rows: 1, of: null } }],
    ['Needs attention 3', { state: 'attention', rejected: 1, conflicts: 2 }],
    ['Needs attention', { state: 'attention', trouble: { code: 'signed-out', message: 'Signed out.' } }],
  ])('%s', (text, part) => {
    expect(shortText({ ...quiet, ...part })).toBe(text)
  })
})

test('a sync that comes and goes is not announced', () => {
  const told = syncStates.map((state) => announcement({ ...quiet, state, pending: 7 }, 'before'))
  expect(told).toEqual([
    '',
    'Sync: paused',
    'Sync: offline',
    'before',
    'Sync: needs attention',
    'Sync: up to date',
  ])
})

test('what waits for a person is told in words', () => {
  expect(standing({ ...quiet, state: 'attention', rejected: 1, conflicts: 2 })).toBe(
    '1 change refused and 2 conflicts wait for you.',
  )
  expect(standing({ ...quiet, state: 'attention', conflicts: 1 })).toBe('1 conflict waits for you.')
  expect(standing({ ...quiet, state: 'offline', pending: 1 })).toMatch(/1 change of this bench waits\.$/)
})

test('a share is never more than all', () => {
  expect(shareOf({ ...quiet, fetching: { rows: 12, of: 10 } })).toBe(1)
  expect(shareOf({ ...quiet, fetching: { rows: 12, of: 0 } })).toBeNull()
})
