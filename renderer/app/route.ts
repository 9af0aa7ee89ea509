import type { StoreApi } from 'zustand/vanilla'

/** Where the window is: `#/case/CB-1042?event=…` is `{ path: ['case', 'CB-1042'], query: { event: '…' } }`. */
export interface Route {
  readonly path: readonly string[]
  readonly query: Readonly<Record<string, string>>
}

export interface NavigateOptions {
  /** Takes the place of the present entry of the history. */
  replace?: boolean
  /** For what nobody asked for, such as completing an address: goes only while the window is still at this route. */
  from?: Route
}

export type Navigate = (path: string, query?: Record<string, string>, options?: NavigateOptions) => void

export interface Router {
  readonly store: StoreApi<Route>
  readonly navigate: Navigate
  dispose(): void
}

/** The tab in front in the centre, such as `{ kind: 'case', key: 'CB-1042' }`; a pinned tab's key is empty. */
export interface ActiveTab {
  readonly kind: string
  readonly key: string
}
