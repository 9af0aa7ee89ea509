import { z } from 'zod'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HostClient } from '../app/bench.ts'

const key = 'presence'

const kept = z.object({ shown: z.boolean() })
type PresenceSetting = z.output<typeof kept>

/** Whether others see what one reads and writes; kept by the host. */
export interface PresenceSettingStore {
  readonly store: StoreApi<PresenceSetting>
  /** Applies at once; answered when it is kept. */
  set(setting: PresenceSetting): Promise<void>
}

export const createPresenceSetting = async (local: HostClient['local']): Promise<PresenceSettingStore> => {
  const { value } = await local.get({ key })
  const store = createStore<PresenceSetting>(() => kept.safeParse(value).data ?? { shown: true })
  return {
    store,
    async set(setting) {
      store.setState(setting)
      await local.put({ key, value: setting })
    },
  }
}
