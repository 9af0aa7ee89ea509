import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SyncStatus } from '../../shared/contract/sync.ts'
import type { HostClient } from '../app/bench.ts'
import { follow } from '../client/follow.ts'

export type SyncDialog = 'connect' | 'sign-in'

export interface SyncState {
  /** Null until the host has told it. */
  readonly status: SyncStatus | null
  /** Why it is told no more; undefined while it is. */
  readonly error: unknown
  /** What stands in front of the window. */
  readonly dialog: SyncDialog | null
}

/** How this bench stands to its central service, once for the whole window. */
export interface SyncStore {
  readonly store: StoreApi<SyncState>
  ask(dialog: SyncDialog | null): void
  retry(): void
  dispose(): void
}

export const createSyncStore = ({ sync }: Pick<HostClient, 'sync'>): SyncStore => {
  const store = createStore<SyncState>(() => ({ status: null, error: undefined, dialog: null }))
  const open = () =>
    follow(
      (signal) => sync.watchStatus({}, { signal }),
      ({ state, value, error }) =>
        store.setState({ ...(value && { status: value }), error: state === 'failed' ? error : undefined }),
    )
  let stop = open()
  return {
    store,
    ask: (dialog) => store.setState({ dialog }),
    retry() {
      stop()
      stop = open()
    },
    dispose: () => stop(),
  }
}
