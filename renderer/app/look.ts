import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { applyLook, defaultLook, type Look, onSystemChange, rowHeights, toLook } from '../ui/theme.ts'
import { type HostClient, type LookStore, useBench } from './bench.ts'

const lookKey = 'look'

/** The look of this bench: applied to the document, kept by the host. */
export const createLook = async (root: HTMLElement, local: HostClient['local']): Promise<LookStore> => {
  const { value } = await local.get({ key: lookKey })
  const store = createStore<Look>(() => toLook(value ?? defaultLook))
  const apply = () => applyLook(root, store.getState())
  apply()
  const stop = onSystemChange(apply)
  return {
    store,
    async set(part) {
      store.setState(part)
      apply()
      await local.put({ key: lookKey, value: store.getState() })
    },
    dispose: stop,
  }
}

export const useLook = (): Look & { rowHeight: number } => {
  const look = useStore(useBench().look.store)
  return { ...look, rowHeight: rowHeights[look.density] }
}
