import type { SerializedDockview } from 'dockview-react'

export type Side = 'left' | 'right' | 'bottom'
export const sides: readonly Side[] = ['left', 'right', 'bottom']

/** What is remembered of the workbench between starts. */
export interface Layout {
  dock: SerializedDockview
  /** Whether a person wants to see a side; folding in a narrow window changes nothing here. */
  wanted: Record<Side, boolean>
}

export const layoutKey = 'layout'
/** Raised when a stored layout would mislead this program; an older one is then left alone and the default is shown. */
const version = 1

/** Tabs that are opened again at a start; more would read as a flood. */
export const tabsAtMost = 40

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const storeLayout = (layout: Layout): unknown => ({ version, ...layout })

/** Reads a stored layout; null where it is none, or where a panel in it is of a kind this window does not know. */
export const readLayout = (stored: unknown, knows: (panelId: string) => boolean): Layout | null => {
  if (!isRecord(stored) || stored.version !== version) return null
  const { dock, wanted } = stored
  if (!isRecord(dock) || !isRecord(dock.grid) || !isRecord(dock.panels)) return null
  const ids = Object.keys(dock.panels)
  if (ids.length > tabsAtMost + 20 || !ids.every(knows)) return null
  const wants = isRecord(wanted) ? wanted : {}
  return {
    dock: dock as unknown as SerializedDockview,
    wanted: { left: wants.left !== false, right: wants.right !== false, bottom: wants.bottom !== false },
  }
}

const tabPrefix = 'tab:'
const panelPrefix = 'panel:'

export const tabId = (kind: string, key: string): string => `${tabPrefix}${kind}:${key}`
export const panelId = (id: string): string => `${panelPrefix}${id}`

export const parseTabId = (id: string): { kind: string; key: string } | null => {
  if (!id.startsWith(tabPrefix)) return null
  const [kind = '', key = ''] = id.slice(tabPrefix.length).split(/:(.*)/s)
  return { kind, key }
}

export const parsePanelId = (id: string): string | null =>
  id.startsWith(panelPrefix) ? id.slice(panelPrefix.length) : null

export interface FoldState {
  wanted: boolean
  /** Asked for although the window is narrow. */
  asked: boolean
  foldBelow: number
}

export const isShown = ({ wanted, asked, foldBelow }: FoldState, width: number): boolean =>
  width < foldBelow ? asked : wanted
