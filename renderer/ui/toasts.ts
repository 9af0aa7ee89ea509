import { createStore, type StoreApi } from 'zustand/vanilla'

export interface ToastAct {
  label: string
  run: () => void
}

export interface ToastOptions {
  text: string
  tone?: 'plain' | 'ok' | 'danger'
  /** One act, such as Undo. */
  act?: ToastAct
  /** A second toast with the same key takes the place of the first. */
  key?: string
}

export interface ShownToast extends ToastOptions {
  id: number
}

export interface Toasts {
  readonly store: StoreApi<{ shown: readonly ShownToast[] }>
  show(toast: string | ToastOptions): void
  dismiss(id: number): void
}

/** More would hide the work; the oldest goes first. */
export const toastsAtMost = 4

export const createToasts = (): Toasts => {
  const store = createStore<{ shown: readonly ShownToast[] }>(() => ({ shown: [] }))
  let lastId = 0
  return {
    store,
    show(toast) {
      const options = typeof toast === 'string' ? { text: toast } : toast
      lastId += 1
      const others = store.getState().shown.filter(({ key }) => key === undefined || key !== options.key)
      store.setState({ shown: [...others, { ...options, id: lastId }].slice(-toastsAtMost) })
    },
    dismiss(id) {
      store.setState(({ shown }) => ({ shown: shown.filter((one) => one.id !== id) }))
    },
  }
}
