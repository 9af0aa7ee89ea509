import { createContext, useContext } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import type { Terminal } from '../../shared/contract/terminals.ts'
import type { TerminalActs } from './acts.ts'
import type { Arrangement } from './arrangement/arrangement.ts'
import type { Sessions } from './session/sessions.ts'

/** What of the panel is open beside the screens. */
export interface PanelFace {
  /** The terminal in which a person searches. */
  searching: string | null
  blocks: boolean
  /** The blocks a person chose, by terminal. */
  chosen: Readonly<Record<string, readonly number[]>>
}

export interface TerminalPanel {
  sessions: Sessions
  arrangement: StoreApi<Arrangement>
  face: StoreApi<PanelFace>
  terminals: readonly Terminal[]
  acts: TerminalActs
}

export const PanelContext = createContext<TerminalPanel | null>(null)

export const usePanel = (): TerminalPanel => {
  const panel = useContext(PanelContext)
  if (!panel) throw new Error('A part of the terminals is shown outside their panel.')
  return panel
}
