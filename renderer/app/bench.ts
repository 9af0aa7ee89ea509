import { createContext, useContext } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import type { DesktopClient } from '../../shared/contract/desktop.ts'
import type { Services } from '../../shared/contract/index.ts'
import type { Client } from '../../shared/wire/client.ts'
import type { FileDocument } from '../editor/document.ts'
import type { PresenceSettingStore } from '../presence/setting.ts'
import type { SyncStore } from '../sync/store.ts'
import type { Confirm } from '../ui/confirms.ts'
import type { Look } from '../ui/theme.ts'
import type { ToastOptions } from '../ui/toasts.ts'
import type { Acts } from './acts.ts'
import type { Documents } from './documents.ts'
import type { ActiveTab, Navigate, Route, Router } from './route.ts'

export type HostClient = Client<Services>

/** How the window looks. */
export interface LookStore {
  readonly store: StoreApi<Look>
  /** Applies at once; answered when it is kept. */
  set(part: Partial<Look>): Promise<void>
  dispose(): void
}

/** All that a view may ask of its surroundings. */
export interface Bench {
  readonly client: HostClient
  readonly router: Router
  readonly navigate: Navigate
  readonly commands: Commands
  readonly acts: Acts
  readonly toast: (toast: string | ToastOptions) => void
  readonly confirm: Confirm
  readonly look: LookStore
  /** What tabs edit. */
  readonly documents: Documents<FileDocument>
  /** How this bench stands to its team's central service. */
  readonly sync: SyncStore
  /** Whether others see what one reads and writes. */
  readonly presence: PresenceSettingStore
  /** What only the desktop shell can do, such as picking a file's path; null in a browser. */
  readonly desktop: DesktopClient | null
}

export interface CommandContext extends Bench {
  readonly route: Route
  /** The tab in front in the centre, while the workbench is shown. */
  readonly tab: ActiveTab | null
}

/** An act as data: in the palette, on the keyboard, in menus, on the shortcuts sheet. */
export interface Command {
  /** `<feature>.<act>`, such as `case.assign`. */
  id: string
  /** What it does, as on a menu. */
  title: string
  section: string
  /** Each `Mod+Shift+k`, `g q` or `?`; the first is shown. */
  shortcut?: readonly string[]
  /** Other words a person might type for it. */
  keywords?: string
  enabled?: (context: CommandContext) => boolean
  run: (context: CommandContext) => void | Promise<void>
}

export interface Commands {
  /** Changes whenever commands come or go. */
  readonly store: StoreApi<{ lists: readonly (readonly Command[])[] }>
  /** Adds commands until the answer is called. One with the same id as an older one stands in for it. */
  add(list: readonly Command[]): () => void
  /** Every command once, the lists added last first. */
  all(): Command[]
  /** Those that can run now. */
  available(): Command[]
  /** Runs a command if it can run now; answers whether it did. What fails is told by `onFailure`. */
  run(id: string): boolean
}

export const BenchContext = createContext<Bench | null>(null)

export const useBench = (): Bench => {
  const bench = useContext(BenchContext)
  if (!bench) throw new Error('This view is shown outside a BenchContext.')
  return bench
}
