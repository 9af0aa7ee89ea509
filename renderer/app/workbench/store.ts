import type { DockviewApi, IDockviewPanel } from 'dockview-react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Documents, OpenDocument } from '../documents.ts'
import { coversWorkbench, type Features } from '../feature.ts'
import type { ActiveTab, Router } from '../route.ts'
import { pathOf } from '../router.ts'
import { addTab, complete, panelsOn, tabsOf } from './arrange.ts'
import { atFirst, type BySide, bySide, createFolding } from './folding.ts'
import { createBottomHeight } from './height.ts'
import { type Layout, panelId, parseTabId, type Side, sides, tabId, tabsAtMost } from './layout.ts'
import { focusPaneOf } from './pane.tsx'

export interface WorkbenchState {
  tab: ActiveTab | null
  /** The id of the panel that fills the workbench. */
  maximized: string | null
  /** The sides that have panels, and those of them that are seen. */
  exist: BySide<boolean>
  shown: BySide<boolean>
}

/** The docked panels and tabs: what is open, and acts on it. Lives as long as the window; the dock comes and goes. */
export interface Workbench {
  readonly store: StoreApi<WorkbenchState>
  /** Hands over the dock once it is there; answers the disposer. */
  attach(api: DockviewApi, layout: Layout | null): () => void
  layout(): Layout | null
  closeTab(): void
  /** Asks first where something is not saved. */
  close(panelId: string): void
  /** Moves the tab in front into a group of its own beside the present one. */
  split(): void
  /** To the next tab, or the one before. */
  step(by: 1 | -1): void
  toggleSide(side: Side): void
  /** Brings a docked panel to the front, and shows its side. */
  showPanel(id: string): void
  toggleMaximized(): void
  /** Back to the default arrangement; open tabs stay open. */
  reset(): void
  resize(width: number): void
}

export interface WorkbenchOptions {
  features: Pick<Features, 'tabs' | 'panels' | 'places'>
  router: Router
  /** The path to go to when the last tab is closed. */
  home: string
  /** Pixels of the window. */
  width: number
  onChange: () => void
  documents: Pick<Documents<OpenDocument>, 'mayClose' | 'closed'>
}

export const createWorkbench = (options: WorkbenchOptions): Workbench => {
  const { features, router, home, width, onChange, documents } = options
  const kindOf = (name: string | undefined) => features.tabs.find(({ kind }) => kind === name)
  const exist = bySide((side) => panelsOn(features, side).length > 0)
  const foldBelow = bySide((side) =>
    Math.max(0, ...panelsOn(features, side).map((panel) => panel.foldBelow ?? 0)),
  )
  const folding = createFolding({ exist, foldBelow, width })
  const store = createStore<WorkbenchState>(() => ({
    tab: null,
    maximized: null,
    exist,
    shown: folding.shown(),
  }))
  const queries = new Map<string, Record<string, string>>()
  const bottomHeight = createBottomHeight()
  let dock: DockviewApi | null = null
  let arranging = false

  /** Changes the dock without the route or the stored layout following each step. */
  const arrange = (work: () => void) => {
    arranging = true
    try {
      work()
    } finally {
      arranging = false
    }
  }

  const fold = () => {
    const shown = folding.shown()
    for (const side of sides)
      if (dock?.getEdgeGroup(side) && dock.isEdgeGroupVisible(side) !== shown[side])
        dock.setEdgeGroupVisible(side, shown[side])
    if (dock && shown.bottom) bottomHeight.shown(dock)
    store.setState({ shown })
  }

  /** Closes the tabs opened longest ago beyond the bound. */
  const prune = (api: DockviewApi) => {
    const loose = tabsOf(api).filter(({ id }) => !kindOf(parseTabId(id)?.kind)?.pinned)
    for (const panel of loose.slice(0, Math.max(0, loose.length + 1 - tabsAtMost))) panel.api.close()
  }

  const show = (tab: ActiveTab) => {
    const kind = kindOf(tab.kind)
    if (!dock || !kind) return
    const panel = dock.getPanel(tabId(tab.kind, tab.key))
    if (panel) return panel.api.setActive()
    prune(dock)
    addTab(dock, kind, { key: tab.key, inactive: false })
  }

  const routeTab = (): ActiveTab | null => {
    const [name, ...parts] = router.store.getState().path
    const key = parts.join('/')
    const kind = kindOf(name)
    if (!kind || (key === '' && !kind.pinned)) return null
    return { kind: kind.kind, key: kind.pinned ? '' : key }
  }

  const followRoute = () => {
    const tab = routeTab()
    if (!tab) return
    queries.set(tabId(tab.kind, tab.key), { ...router.store.getState().query })
    show(tab)
  }

  const onActive = (panel: IDockviewPanel | undefined) => {
    const tab = panel && parseTabId(panel.id)
    if (!tab || arranging) return
    // A tab that comes to the front takes the place of the one that filled the workbench.
    store.setState(({ maximized }) => ({
      tab,
      maximized: maximized && parseTabId(maximized) ? panel.id : maximized,
    }))
    // Opening the arrangement brings a tab to the front too, behind the place that the address names.
    const from = router.store.getState()
    if (coversWorkbench(features.places, from)) return
    const now = routeTab()
    if (now?.kind === tab.kind && now.key === tab.key) return
    const path = tab.key === '' ? pathOf(tab.kind) : pathOf(tab.kind, ...tab.key.split('/'))
    router.navigate(path, queries.get(panel.id), { from })
  }

  const onRemoved = ({ id }: IDockviewPanel) => {
    queries.delete(id)
    if (store.getState().maximized === id) store.setState({ maximized: null })
    if (!dock || arranging || !parseTabId(id)) return
    documents.closed(id)
    if (tabsOf(dock).length > 0) return
    store.setState({ tab: null })
    if (routeTab()) router.navigate(home, {}, { from: router.store.getState() })
  }

  const restore = (api: DockviewApi, layout: Layout | null) => {
    try {
      if (layout) {
        api.fromJSON(layout.dock)
        bottomHeight.restore(layout.dock)
        // Kept before there was a bench at the bottom: nobody has asked for it.
        const bottom = layout.wanted.bottom && api.getEdgeGroup('bottom') !== undefined
        folding.restore({ ...layout.wanted, bottom })
      }
    } catch {
      // A layout of another arrangement of panels; the default one takes its place.
      api.clear()
    }
    complete(api, features)
  }

  const rearrange = (api: DockviewApi) => {
    const open = tabsOf(api).map(({ id, params }) => ({ tab: parseTabId(id), params }))
    api.clear()
    for (const side of sides) if (api.getEdgeGroup(side)) api.removeEdgeGroup(side)
    folding.restore(atFirst())
    complete(api, features)
    for (const { tab, params } of open) {
      const kind = kindOf(tab?.kind)
      if (tab && kind && !kind.pinned) addTab(api, kind, { key: tab.key, inactive: true, params })
    }
  }

  const close = (id: string) => {
    const panel = dock?.getPanel(id)
    const tab = parseTabId(id)
    if (!panel || !tab || kindOf(tab.kind)?.pinned) return
    documents.mayClose(id).then(
      (may) => may && panel.api.close(),
      // Saving failed, which the document shows; the tab stays.
      () => undefined,
    )
  }

  return {
    store,
    attach(api, layout) {
      dock = api
      arrange(() => restore(api, layout))
      fold()
      const seen = tabsOf(api).filter((panel) => panel.group.activePanel === panel)
      const front = seen.find((panel) => panel === api.activePanel) ?? seen[0]
      store.setState({ tab: front ? parseTabId(front.id) : null })
      const stops = [
        api.onDidActivePanelChange(({ panel }) => onActive(panel)),
        api.onDidRemovePanel(onRemoved),
        api.onDidLayoutChange(() => !arranging && onChange()),
      ]
      followRoute()
      const unsubscribe = router.store.subscribe(followRoute)
      return () => {
        dock = null
        unsubscribe()
        for (const stop of stops) stop.dispose()
      }
    },
    layout: () => dock && { dock: bottomHeight.kept(dock.toJSON()), wanted: folding.wanted() },
    closeTab() {
      const { tab } = store.getState()
      if (tab) close(tabId(tab.kind, tab.key))
    },
    close,
    split() {
      const { tab } = store.getState()
      const panel = tab && dock?.getPanel(tabId(tab.kind, tab.key))
      if (panel && panel.group.panels.length > 1) panel.api.moveTo({ group: panel.group, position: 'right' })
    },
    step(by) {
      const { tab } = store.getState()
      const all = dock ? tabsOf(dock) : []
      const at = all.findIndex(({ id }) => tab && id === tabId(tab.kind, tab.key))
      all[(at + by + all.length) % all.length]?.api.setActive()
    },
    toggleSide(side) {
      folding.toggle(side)
      fold()
      onChange()
    },
    showPanel(id) {
      const panel = dock?.getPanel(panelId(id))
      const side = features.panels.find((one) => one.id === id)?.side
      if (!panel || !side) return
      if (!store.getState().shown[side]) {
        folding.toggle(side)
        fold()
        onChange()
      }
      panel.api.setActive()
      // A terminal takes the focus by itself, once its shell is there.
      if (side !== 'bottom') focusPaneOf(panelId(id))
    },
    toggleMaximized() {
      const id = dock?.activePanel?.id ?? null
      store.setState(({ maximized }) => ({ maximized: maximized === null ? id : null }))
    },
    reset() {
      const api = dock
      if (!api) return
      const { tab } = store.getState()
      arrange(() => rearrange(api))
      if (tab) show(tab)
      fold()
      onChange()
    },
    resize(next) {
      if (folding.resize(next)) fold()
    },
  }
}
