import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import type { Command, CommandContext } from './bench.ts'
import type { ActiveTab, Route } from './route.ts'

/** A place of the rail. `#/<id>` shows it. */
export interface Place {
  id: string
  title: string
  icon: LucideIcon
  /** Makes the command "Go to …". */
  shortcut?: string
  /** At the foot of the rail. */
  foot?: boolean
  /** Takes the place of the workbench. Without it the place shows the workbench, and the pinned tab of its id. */
  view?: ComponentType
}

/** A panel beside the tabs. A side without panels does not exist. */
export interface Panel {
  id: string
  title: string
  side: 'left' | 'right' | 'bottom'
  /** Pixels wide, or high at the bottom. */
  size: number
  /** Folded away while the window is narrower than this many pixels, until asked for. */
  foldBelow?: number
  /** Of the command that shows it. */
  shortcut?: string
  view: ComponentType<{ tab: ActiveTab | null }>
}

export interface TabViewProps {
  tabKey: string
  active: boolean
  setTitle: (title: string) => void
  /** What the view asked to be kept while its tab is open, over restarts too; of whatever form a stored layout has. */
  kept: unknown
  keep: (value: unknown) => void
}

/** A kind of tab in the centre. `#/<kind>/<key>` opens one. */
export interface TabKind {
  kind: string
  icon?: LucideIcon
  /** The title until the view sets another. */
  title: (key: string) => string
  /** One tab, always there and first, at `#/<kind>`. */
  pinned?: boolean
  view: ComponentType<TabViewProps>
}

export interface SettingsSection {
  id: string
  title: string
  view: ComponentType
}

/** What an empty bench offers to begin with. */
export interface BeginAct {
  id: string
  title: string
  text: string
  icon: LucideIcon
  run: (context: CommandContext) => void
}

export interface StatusItem {
  id: string
  side: 'left' | 'right'
  view: ComponentType
}

/** A dialog that any place may open; drawn in front of the window, and nothing until it is asked for. */
export interface Overlay {
  id: string
  view: ComponentType
}

/** What a feature adds to the window. */
export interface Feature {
  places?: readonly Place[]
  panels?: readonly Panel[]
  tabs?: readonly TabKind[]
  commands?: readonly Command[]
  settings?: readonly SettingsSection[]
  emptyBench?: readonly BeginAct[]
  status?: readonly StatusItem[]
  overlays?: readonly Overlay[]
}

/** Whether a place with a view of its own stands in front of the workbench. */
export const coversWorkbench = (places: readonly Place[], { path: [first] }: Route): boolean =>
  places.some(({ id, view }) => id === first && view !== undefined)

/** All features as one, in the order of the list. */
export type Features = Required<Feature>

export const combine = (features: readonly Feature[]): Features => ({
  places: features.flatMap(({ places = [] }) => places),
  panels: features.flatMap(({ panels = [] }) => panels),
  tabs: features.flatMap(({ tabs = [] }) => tabs),
  commands: features.flatMap(({ commands = [] }) => commands),
  settings: features.flatMap(({ settings = [] }) => settings),
  emptyBench: features.flatMap(({ emptyBench = [] }) => emptyBench),
  status: features.flatMap(({ status = [] }) => status),
  overlays: features.flatMap(({ overlays = [] }) => overlays),
})
