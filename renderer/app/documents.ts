import { createStore, type StoreApi } from 'zustand/vanilla'

/** What a tab edits: it may hold what is not saved, and outlives the tab's view. */
export interface OpenDocument {
  readonly name: string
  readonly store: Pick<StoreApi<{ dirty: boolean }>, 'getState' | 'subscribe'>
  /** Fails, or leaves it dirty, when it could not be saved. */
  save(): Promise<void>
  giveUp(): Promise<void>
  dispose(): void
}

export type CloseAnswer = 'save' | 'give-up' | 'stay'

interface Held<D> {
  document: D
  /** The tabs that show it. */
  holders: ReadonlySet<string>
  unfollow: () => void
}

export interface DocumentsState {
  /** Tabs whose document is not saved. */
  dirty: ReadonlySet<string>
  asking: { name: string; answer: (answer: CloseAnswer) => void } | null
}

/** The open documents of the window, each once however many tabs show it. */
export interface Documents<D extends OpenDocument> {
  readonly store: StoreApi<DocumentsState>
  /** The document of a key, made if need be; the tab holds it until it is closed. */
  take(key: string, holder: string, make: () => D): D
  find(key: string): D | undefined
  all(): D[]
  /** Asks before a tab goes that is the last one to show what is not saved. */
  mayClose(holder: string): Promise<boolean>
  /** The tab is gone. */
  closed(holder: string): void
}

export const createDocuments = <D extends OpenDocument>(): Documents<D> => {
  const store = createStore<DocumentsState>(() => ({ dirty: new Set(), asking: null }))
  const held = new Map<string, Held<D>>()

  const tell = () => {
    const dirty = [...held.values()].filter(({ document }) => document.store.getState().dirty)
    store.setState({ dirty: new Set(dirty.flatMap(({ holders }) => [...holders])) })
  }

  const ask = (name: string): Promise<CloseAnswer> => {
    store.getState().asking?.answer('stay')
    return new Promise((resolve) => {
      const answer = (given: CloseAnswer) => {
        store.setState({ asking: null })
        resolve(given)
      }
      store.setState({ asking: { name, answer } })
    })
  }

  const lastShownBy = (holder: string) =>
    [...held.values()].filter(({ holders }) => holders.has(holder) && holders.size === 1)

  return {
    store,
    take(key, holder, make) {
      const known = held.get(key)
      const document = known?.document ?? make()
      const unfollow = known?.unfollow ?? document.store.subscribe(tell)
      held.set(key, { document, unfollow, holders: new Set([...(known?.holders ?? []), holder]) })
      return document
    },
    find: (key) => held.get(key)?.document,
    all: () => [...held.values()].map(({ document }) => document),
    async mayClose(holder) {
      for (const { document } of lastShownBy(holder)) {
        if (!document.store.getState().dirty) continue
        const answer = await ask(document.name)
        if (answer === 'stay') return false
        if (answer === 'give-up') await document.giveUp()
        else await document.save()
        if (document.store.getState().dirty) return false
      }
      return true
    },
    closed(holder) {
      for (const [key, entry] of held) {
        if (!entry.holders.has(holder)) continue
        const holders = new Set([...entry.holders].filter((one) => one !== holder))
        if (holders.size > 0) {
          held.set(key, { ...entry, holders })
          continue
        }
        held.delete(key)
        entry.unfollow()
        entry.document.dispose()
      }
      tell()
    },
  }
}
