import type { SyncConflict, SyncItem } from '../../../shared/contract/sync.ts'
import { useCommands } from '../../app/commands/use-commands.ts'
import type { Resolve } from '../conflicts/use-resolve.ts'

/** What the keys are about: the row of the list that had the focus last. */
export type Current = { list: 'refused'; item: SyncItem } | { list: 'conflicts'; item: SyncConflict } | null

export interface ListCommandsOptions {
  current: Current
  refused: readonly SyncItem[]
  conflicts: readonly SyncConflict[]
  retry: (item: SyncItem) => void
  discard: (item: SyncItem) => void
  resolve: Resolve
}

const section = 'Sync'

/** The acts on a row by keys and in the palette. */
export const useListCommands = (options: ListCommandsOptions): void => {
  const { current, refused, conflicts, retry, discard, resolve } = options
  const isThere = ({ id }: { id: string }, list: readonly { id: string }[]) =>
    list.some((one) => one.id === id)
  const ofRefused = (act: (item: SyncItem) => void) => ({
    section,
    enabled: () => current?.list === 'refused' && isThere(current.item, refused),
    run: () => {
      if (current?.list === 'refused') act(current.item)
    },
  })
  const ofConflict = (act: (conflict: SyncConflict) => void) => ({
    section,
    enabled: () => current?.list === 'conflicts' && isThere(current.item, conflicts),
    run: () => {
      if (current?.list === 'conflicts') act(current.item)
    },
  })
  useCommands([
    { id: 'sync.retry', title: 'Send the refused change again', shortcut: ['r'], ...ofRefused(retry) },
    { id: 'sync.discard', title: 'Discard the refused change', shortcut: ['Delete'], ...ofRefused(discard) },
    {
      id: 'sync.takeTheirs',
      title: 'Keep what stands in the conflict',
      shortcut: ['t'],
      ...ofConflict((one) => void resolve.take(one, 'theirs')),
    },
    {
      id: 'sync.takeMine',
      title: 'Take what did not take effect in the conflict',
      shortcut: ['m'],
      ...ofConflict((one) => void resolve.take(one, 'mine')),
    },
    {
      id: 'sync.merge',
      title: 'Merge the texts of the conflict',
      shortcut: ['e'],
      ...ofConflict((one) => one.rule === 'text' && resolve.merge(one)),
    },
  ])
}
