import { expect, test } from 'vitest'
import type { SyncStatus } from '../../shared/contract/sync.ts'
import type { HostClient } from '../app/bench.ts'
import { createSyncStore } from './store.ts'

const status: SyncStatus = {
  state: 'off',
  url: null,
  organisation: null,
  trouble: null,
  pending: 3,
  rejected: 0,
  conflicts: 0,
  fetching: null,
  complete: false,
  files: { open: 0, asking: 0, failed: 0 },
  syncedAt: null,
  nextTryAt: null,
}

/** A host whose stream tells once, and then fails as often as asked to. */
const host = (fails: boolean) => {
  const signals: AbortSignal[] = []
  const watchStatus = async function* (_: object, { signal }: { signal?: AbortSignal } = {}) {
    if (signal) signals.push(signal)
    yield status
    if (fails) throw new Error('The host is of another version.')
    await new Promise((resolve) => signal?.addEventListener('abort', resolve))
  }
  return { signals, client: { sync: { watchStatus } } as unknown as Pick<HostClient, 'sync'> }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

test('the store tells the status, and why it is told no more', async () => {
  const { client, signals } = host(true)
  const sync = createSyncStore(client)
  expect(sync.store.getState().status).toBeNull()
  await settled()
  expect(sync.store.getState()).toMatchObject({ status, error: expect.any(Error), dialog: null })
  sync.retry()
  expect(signals).toHaveLength(2)
  sync.dispose()
})

test('a store that is over listens no more', async () => {
  const { client, signals } = host(false)
  const sync = createSyncStore(client)
  await settled()
  sync.ask('connect')
  expect(sync.store.getState()).toMatchObject({ error: undefined, dialog: 'connect' })
  sync.dispose()
  expect(signals[0]?.aborted).toBe(true)
})
