import { useStore } from 'zustand'
import type { SyncStatus } from '../../shared/contract/sync.ts'
import { useBench } from '../app/bench.ts'

/** How this bench stands to its central service; null until it is known. */
export const useSyncStatus = (): SyncStatus | null => useStore(useBench().sync.store, ({ status }) => status)
