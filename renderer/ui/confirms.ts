import type { ReactNode } from 'react'
import { createStore, type StoreApi } from 'zustand/vanilla'

export interface ConfirmRequest {
  /** A question. */
  title: string
  /** What it does to the data, and whether it can be taken back. */
  text: ReactNode
  /** The verb on the button, such as "Merge". */
  act: string
  danger?: boolean
  /** For a text that is a table or a list. */
  wide?: boolean
}

/** Asks a person; false when it was declined. */
export type Confirm = (request: ConfirmRequest) => Promise<boolean>

export interface Confirms {
  readonly store: StoreApi<{ request: ConfirmRequest | null }>
  readonly confirm: Confirm
  answer(yes: boolean): void
}

/** One question at a time: a second one counts the first as declined. */
export const createConfirms = (): Confirms => {
  const store = createStore<{ request: ConfirmRequest | null }>(() => ({ request: null }))
  let settle: ((yes: boolean) => void) | undefined
  const answer = (yes: boolean) => {
    settle?.(yes)
    settle = undefined
    store.setState({ request: null })
  }
  return {
    store,
    answer,
    confirm(request) {
      answer(false)
      store.setState({ request })
      return new Promise((resolve) => {
        settle = resolve
      })
    },
  }
}
