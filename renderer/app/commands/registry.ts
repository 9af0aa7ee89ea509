import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bench } from '../bench.ts'
import type { ActiveTab } from '../feature.ts'
import type { Route } from '../router.ts'

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

export interface CommandsOptions {
  context: () => CommandContext
  onFailure: (command: Command, error: unknown) => void
}

export const createCommands = ({ context, onFailure }: CommandsOptions): Commands => {
  const store = createStore<{ lists: readonly (readonly Command[])[] }>(() => ({ lists: [] }))
  const can = (command: Command) => command.enabled?.(context()) ?? true

  // A command of a mounted view may stand in for a general one, but only while it can run.
  const all = () => {
    const byId = new Map<string, Command>()
    for (const command of store.getState().lists.toReversed().flat()) {
      const newer = byId.get(command.id)
      if (!newer || (!can(newer) && can(command))) byId.set(command.id, command)
    }
    return [...byId.values()]
  }

  const start = async (command: Command) => {
    try {
      await command.run(context())
    } catch (error) {
      onFailure(command, error)
    }
  }

  return {
    store,
    all,
    available: () => all().filter(can),
    add(list) {
      store.setState(({ lists }) => ({ lists: [...lists, list] }))
      return () => store.setState(({ lists }) => ({ lists: lists.filter((one) => one !== list) }))
    },
    run(id) {
      const command = all().find((one) => one.id === id)
      if (!command || !can(command)) return false
      void start(command)
      return true
    },
  }
}
