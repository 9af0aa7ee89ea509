import { createStore, type StoreApi } from 'zustand/vanilla'

/** What is in front of the window. */
export interface ShellState {
  /** The palette and what it begins with, or null while it is closed. */
  palette: { text: string } | null
  shortcuts: boolean
}

export type ShellStore = StoreApi<ShellState>

export const createShellState = (): ShellStore =>
  createStore<ShellState>(() => ({ palette: null, shortcuts: false }))
