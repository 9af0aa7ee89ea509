import { createContext, useContext } from 'react'
import type { DesktopClient } from '../../shared/contract/desktop.ts'
import type { Services } from '../../shared/contract/index.ts'
import type { Client } from '../../shared/wire/client.ts'
import type { Confirm } from '../ui/confirms.ts'
import type { ToastOptions } from '../ui/toasts.ts'
import type { Acts } from './acts.ts'
import type { Commands } from './commands/registry.ts'
import type { LookStore } from './look.ts'
import type { Navigate, Router } from './router.ts'

export type HostClient = Client<Services>

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
  /** What only the desktop shell can do, such as picking a file's path; null in a browser. */
  readonly desktop: DesktopClient | null
}

export const BenchContext = createContext<Bench | null>(null)

export const useBench = (): Bench => {
  const bench = useContext(BenchContext)
  if (!bench) throw new Error('This view is shown outside a BenchContext.')
  return bench
}
