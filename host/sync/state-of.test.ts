import { expect, test } from 'vitest'
import type { SyncStatus } from '../../shared/contract/sync.ts'
import type { Connection } from './state.ts'
import { stateOf } from './state-of.ts'

const connection: Connection = {
  ...{ url: 'https://casebench.example.com', organisation: 'Field', accountId: 'a', deviceId: 'd' },
  ...{ epoch: 'one', grants: null, acked: 0, complete: true, syncedAt: 1, paused: false },
}
const still = { trouble: null, running: false, fetching: null }
const nothing = { connection, pending: 0, rejected: 0, conflicts: 0 }
const trouble = (code: NonNullable<SyncStatus['trouble']>['code']) => ({
  ...still,
  trouble: { code, message: 'Why.' },
})

test.each([
  ['up-to-date', nothing, still],
  ['off', { ...nothing, connection: null, conflicts: 1 }, still],
  ['attention', { ...nothing, conflicts: 1 }, still],
  ['offline', { ...nothing, conflicts: 1 }, trouble('offline')],
  ['offline', { ...nothing, rejected: 1 }, trouble('server-trouble')],
  ['attention', nothing, trouble('signed-out')],
  ['attention', nothing, trouble('large-removal')],
  ['syncing', nothing, trouble('restored')],
  ['paused', { ...nothing, connection: { ...connection, paused: true } }, trouble('offline')],
] as const)('%s', (state, standing, now) => {
  expect(stateOf(standing, now)).toBe(state)
})
