import { BenchError } from '../../shared/contract/error.ts'
import type { Command, CommandContext } from './bench.ts'

const said = { undo: 'Undone', redo: 'Redone' } as const
const nothing = { undo: 'There is nothing to undo.', redo: 'There is nothing to redo.' } as const
const back = { undo: 'redo', redo: 'undo' } as const
const names = { undo: 'Undo', redo: 'Redo' } as const

const step = async (way: 'undo' | 'redo', { client, toast, commands }: CommandContext) => {
  const key = 'history'
  try {
    const { label } = await client.history[way]({})
    const act = { label: names[back[way]], run: () => void commands.run(`history.${back[way]}`) }
    toast({ key, text: `${said[way]}: ${label}`, act })
  } catch (error) {
    if (!(error instanceof BenchError) || error.code !== 'nothing') throw error
    toast({ key, text: nothing[way] })
  }
}

/** Undo and redo of changes to the cases; texts being written keep their own. */
export const historyCommands: readonly Command[] = [
  {
    id: 'history.undo',
    title: 'Undo the last change',
    section: 'Edit',
    shortcut: ['Mod+z'],
    run: (context) => step('undo', context),
  },
  {
    id: 'history.redo',
    title: 'Redo what was undone',
    section: 'Edit',
    shortcut: ['Mod+Shift+z', 'Mod+y'],
    run: (context) => step('redo', context),
  },
]
