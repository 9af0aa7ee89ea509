import type { Terminal } from '../../shared/contract/terminals.ts'
import { type Command, useBench } from '../app/bench.ts'
import { useCommands } from '../app/commands/use-commands.ts'
import { sentence } from '../ui/sentence.ts'
import { terminalsOf } from './arrangement/arrangement.ts'
import { attachBlocks } from './blocks/attach-blocks.ts'
import { copyBlocks } from './blocks/copy-blocks.ts'
import { jumpToBlock } from './blocks/jump.ts'
import { panelName } from './open-terminal.ts'
import type { TerminalPanel } from './panel-context.ts'
import type { Scope } from './strip.tsx'

const section = 'Terminal'

export interface TerminalCommandsOptions {
  panel: TerminalPanel
  front: Terminal | null
  scope: Scope | null
}

/** Keys that mean something else elsewhere are the terminal's only within it; the palette may always run them. */
const isNear = (): boolean => {
  const { activeElement } = document
  return activeElement?.closest(`[data-pane="panel:${panelName}"], [role="dialog"]`) != null
}

const near = (command: Omit<Command, 'section' | 'enabled'>): Command => ({
  ...command,
  section,
  enabled: isNear,
})

/** Acts on the terminal in front, for the palette and the keyboard. */
export const useTerminalCommands = ({ panel, front, scope }: TerminalCommandsOptions): void => {
  const bench = useBench()
  const { acts, face } = panel
  const step = (by: 1 | -1) => {
    const order = panel.arrangement.getState().tabs.flatMap(({ root }) => terminalsOf(root))
    const here = order.filter((id) => panel.terminals.some((one) => one.id === id && isShown(one, scope)))
    const at = here.indexOf(front?.id ?? '')
    const next = here[(at + by + here.length) % here.length]
    if (next) acts.show(next)
  }
  const open: Command = {
    id: 'terminal.new',
    title: 'New terminal',
    section,
    shortcut: ['Mod+~'],
    keywords: 'open shell console bash workspace',
    run: async ({ commands }) => {
      commands.run(`panel.${panelName}`)
      await acts.open(scope?.caseId ?? null)
    },
  }
  const of = (terminal: Terminal): Command[] => [
    near({
      id: 'terminal.search',
      title: 'Search in the terminal',
      shortcut: ['Mod+f'],
      run: () => face.setState({ searching: terminal.id }),
    }),
    near({
      id: 'terminal.nextBlock',
      title: 'Next block',
      shortcut: ['Mod+ArrowDown'],
      run: () => jumpToBlock(panel, terminal.id, 1),
    }),
    near({
      id: 'terminal.previousBlock',
      title: 'Previous block',
      shortcut: ['Mod+ArrowUp'],
      run: () => jumpToBlock(panel, terminal.id, -1),
    }),
    near({
      id: 'terminal.next',
      title: 'Next terminal',
      shortcut: ['Mod+Shift+ArrowRight'],
      run: () => step(1),
    }),
    near({
      id: 'terminal.previous',
      title: 'Previous terminal',
      shortcut: ['Mod+Shift+ArrowLeft'],
      run: () => step(-1),
    }),
    near({
      id: 'terminal.splitRight',
      title: 'Split the terminal to the right',
      shortcut: ['Mod+Shift+d'],
      run: () => acts.split(terminal, 'row'),
    }),
    near({
      id: 'terminal.splitBelow',
      title: 'Split the terminal below',
      shortcut: ['Mod+Shift+e'],
      run: () => acts.split(terminal, 'column'),
    }),
    near({
      id: 'terminal.blocks',
      title: 'Show or hide the blocks',
      shortcut: ['Mod+Shift+b'],
      run: () => face.setState(({ blocks }) => ({ blocks: !blocks })),
    }),
    near({
      id: 'terminal.copyBlock',
      title: 'Copy the output of the block',
      shortcut: ['Mod+Shift+o'],
      run: () => copyBlocks(bench, panel, terminal.id),
    }),
    {
      id: 'terminal.attachBlock',
      title: 'Attach the last block to the case',
      section,
      shortcut: ['Mod+Shift+a'],
      keywords: 'evidence command output selected blocks',
      enabled: () => terminal.caseId !== null,
      run: () => attachBlocks(bench, panel, terminal),
    },
    {
      id: 'terminal.record',
      title: terminal.recording ? 'Stop the recording of the terminal' : 'Record the terminal',
      section,
      run: () => acts.record(terminal),
    },
    {
      id: 'terminal.copy',
      title: 'Copy what is selected in the terminal',
      section,
      shortcut: ['Mod+Shift+c'],
      enabled: () => isNear() && panel.sessions.find(terminal.id)?.term.hasSelection() === true,
      run: () => navigator.clipboard.writeText(panel.sessions.find(terminal.id)?.term.getSelection() ?? ''),
    },
    {
      id: 'terminal.selectAll',
      title: 'Select all of the terminal',
      section,
      run: () => panel.sessions.find(terminal.id)?.term.selectAll(),
    },
    {
      id: 'terminal.again',
      title: 'Start the ended terminal again',
      section,
      enabled: () => terminal.ended !== null,
      run: () => acts.again(terminal),
    },
    {
      id: 'terminal.kill',
      title: 'Kill the terminal',
      section,
      enabled: () => terminal.ended === null,
      run: () => acts.kill(terminal),
    },
    {
      id: 'terminal.remove',
      title: 'End and remove the terminal',
      section,
      run: () => acts.remove(terminal),
    },
  ]
  const beside: Command = {
    id: 'terminal.newBeside',
    title: 'New terminal beside all cases',
    section,
    run: async ({ commands, toast }) => {
      try {
        commands.run(`panel.${panelName}`)
        await acts.open(null)
      } catch (error) {
        toast({ tone: 'danger', text: sentence(error) })
      }
    },
  }
  useCommands([open, beside, ...(front ? of(front) : [])])
}

const isShown = ({ caseId }: Terminal, scope: Scope | null): boolean =>
  scope === null || caseId === null || caseId === scope.caseId
