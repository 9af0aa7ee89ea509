import { createStore, type StoreApi } from 'zustand/vanilla'
import { isCancelled } from '../ui/sentence.ts'

/** Something that goes on in the background: shown in the status bar until it ends. */
export interface Act {
  readonly id: number
  readonly title: string
  /** 0-1, or null while the size of the work is not known. */
  readonly progress: number | null
  /** Where it is, such as "400 of 1,000 records". */
  readonly note: string
  readonly cancelling: boolean
}

export interface Work {
  readonly signal: AbortSignal
  readonly progress: (share: number | null, note?: string) => void
}

export interface Acts {
  readonly store: StoreApi<{ running: readonly Act[] }>
  /**
   * Runs a long act. Its promise is the work's own; a failure is also told by `onFailure`, a cancel is not.
   */
  run<T>(title: string, work: (work: Work) => Promise<T>): Promise<T>
  cancel(id: number): void
}

export const createActs = (onFailure: (title: string, error: unknown) => void): Acts => {
  const store = createStore<{ running: readonly Act[] }>(() => ({ running: [] }))
  const controllers = new Map<number, AbortController>()
  let lastId = 0

  const change = (id: number, part: Partial<Act>) =>
    store.setState(({ running }) => ({
      running: running.map((act) => (act.id === id ? { ...act, ...part } : act)),
    }))

  return {
    store,
    async run(title, work) {
      lastId += 1
      const id = lastId
      const controller = new AbortController()
      controllers.set(id, controller)
      const act: Act = { id, title, progress: null, note: '', cancelling: false }
      store.setState(({ running }) => ({ running: [...running, act] }))
      try {
        return await work({
          signal: controller.signal,
          progress: (progress, note = '') => change(id, { progress, note }),
        })
      } catch (error) {
        if (!isCancelled(error)) onFailure(title, error)
        throw error
      } finally {
        controllers.delete(id)
        store.setState(({ running }) => ({ running: running.filter((one) => one.id !== id) }))
      }
    },
    cancel(id) {
      change(id, { cancelling: true })
      controllers.get(id)?.abort()
    },
  }
}
