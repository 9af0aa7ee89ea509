import { createStore } from 'zustand/vanilla'
import type { Command, CommandContext, Commands } from '../bench.ts'

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
