import type { DockviewApi, IDockviewPanel } from 'dockview-react'
import type { Features, Panel, TabKind } from '../feature.ts'
import { panelId, parsePanelId, parseTabId, type Side, sides, tabId } from './layout.ts'

type Parts = Pick<Features, 'tabs' | 'panels'>

/** Pixels; less hides what a panel is for. */
const smallest: Record<Side, number> = { left: 200, right: 220, bottom: 120 }

/** Pixels; a split view that is narrower shows nothing of use. */
const narrowestTab = 240

export const panelsOn = ({ panels }: Parts, side: Side): readonly Panel[] =>
  panels.filter((panel) => panel.side === side)

export const tabsOf = (api: DockviewApi): IDockviewPanel[] => api.panels.filter(({ id }) => parseTabId(id))

export interface NewTab {
  key: string
  inactive: boolean
  params?: Record<string, unknown> | undefined
}

export const addTab = (api: DockviewApi, kind: TabKind, { key, inactive, params }: NewTab): void => {
  const near = tabsOf(api).at(-1)
  api.addPanel({
    id: tabId(kind.kind, key),
    component: 'tab',
    tabComponent: 'tab',
    title: kind.title(key),
    minimumWidth: narrowestTab,
    inactive,
    ...(params && { params }),
    ...(near && { position: { referencePanel: near } }),
  })
}

const completeSide = (api: DockviewApi, side: Side, panels: readonly Panel[]): void => {
  const [first] = panels
  if (!first) return
  const group = `side:${side}`
  if (!api.getEdgeGroup(side))
    api.addEdgeGroup(side, { id: group, initialSize: first.size, minimumSize: smallest[side] })
  // Also when it was restored: a stored layout does not keep where its header is.
  api.getEdgeGroup(side)?.setHeaderPosition('top')
  for (const { id, title } of panels) {
    if (api.getPanel(panelId(id))) continue
    const position = { referenceGroup: group, direction: 'within' } as const
    api.addPanel({
      id: panelId(id),
      component: 'panel',
      tabComponent: 'panel',
      title,
      inactive: true,
      position,
    })
  }
  // At the bottom each row of pixels counts, and a single panel there has a bar of its own.
  const header = side === 'bottom' && panels.length === 1 && api.getPanel(panelId(first.id))?.group.header
  if (header) header.hidden = true
}

/** Adds to the dock what the features have and the layout has not. */
export const complete = (api: DockviewApi, parts: Parts): void => {
  for (const side of sides) completeSide(api, side, panelsOn(parts, side))
  for (const kind of parts.tabs)
    if (kind.pinned && !api.getPanel(tabId(kind.kind, ''))) addTab(api, kind, { key: '', inactive: true })
}

/** Whether a panel of a stored layout is of a kind that the features know. */
export const knownPanel =
  ({ tabs, panels }: Parts) =>
  (id: string): boolean => {
    const tab = parseTabId(id)
    if (tab) return tabs.some(({ kind }) => kind === tab.kind)
    const panel = parsePanelId(id)
    return panels.some((one) => one.id === panel)
  }
