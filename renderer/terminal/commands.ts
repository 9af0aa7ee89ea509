import type { Terminal } from '../../shared/contract/terminals.ts'
import { type Bench, type Command, useBench } from '../app/bench.ts'
import { useCommands } from '../app/commands/use-commands.ts'
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

interface Parts {
  bench: Bench
  panel: TerminalPanel
  terminal: Terminal
  scope: Scope | null
}

/** What is on the screen, and where the screens lie. */
const screenCommands = ({ panel, terminal, scope }: Parts): Command[] => [
  near({
    id: 'terminal.search',
    title: 'Search in the terminal',
    shortcut: ['Mod+f'],
    run: () => panel.face.setState({ searching: terminal.id }),
  }),
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
  near({
    id: 'terminal.next',
    title: 'Next terminal',
    shortcut: ['Mod+Shift+ArrowRight'],
    run: () => step(panel, { from: terminal, by: 1, scope }),
  }),
  near({
    id: 'terminal.previous',
    title: 'Previous terminal',
    shortcut: ['Mod+Shift+ArrowLeft'],
    run: () => step(panel, { from: terminal, by: -1, scope }),
  }),
  near({
    id: 'terminal.splitRight',
    title: 'Split the terminal to the right',
    shortcut: ['Mod+Shift+d'],
    run: () => panel.acts.split(terminal, 'row'),
  }),
  near({
    id: 'terminal.splitBelow',
    title: 'Split the terminal below',
    shortcut: ['Mod+Shift+e'],
    run: () => panel.acts.split(terminal, 'column'),
  }),
]

/** The commands that ran. */
const blockCommands = ({ bench, panel, terminal }: Parts): Command[] => [
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
    id: 'terminal.blocks',
    title: 'Show or hide the blocks',
    shortcut: ['Mod+Shift+b'],
    run: () => panel.face.setState(({ blocks }) => ({ blocks: !blocks })),
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
]

/** The shell itself. */
const shellCommands = ({ panel, terminal }: Parts): Command[] => [
  {
    id: 'terminal.record',
    title: terminal.recording ? 'Stop the recording of the terminal' : 'Record the terminal',
    section,
    run: () => panel.acts.record(terminal),
  },
  {
    id: 'terminal.again',
    title: 'Start the ended terminal again',
    section,
    enabled: () => terminal.ended !== null,
    run: () => panel.acts.again(terminal),
  },
  {
    id: 'terminal.kill',
    title: 'Kill the terminal',
    section,
    enabled: () => terminal.ended === null,
    run: () => panel.acts.kill(terminal),
  },
  {
    id: 'terminal.remove',
    title: 'End and remove the terminal',
    section,
    run: () => panel.acts.remove(terminal),
  },
]

const step = (
  { arrangement, terminals, acts }: TerminalPanel,
  { from, by, scope }: { from: Terminal; by: 1 | -1; scope: Scope | null },
): void => {
  const order = arrangement.getState().tabs.flatMap(({ root }) => terminalsOf(root))
  const here = order.filter((id) => terminals.some((one) => one.id === id && isShown(one, scope)))
  const next = here[(here.indexOf(from.id) + by + here.length) % here.length]
  if (next) acts.show(next)
}

const isShown = ({ caseId }: Terminal, scope: Scope | null): boolean =>
  scope === null || caseId === null || caseId === scope.caseId

const openCommands = ({ acts }: TerminalPanel, scope: Scope | null): Command[] => [
  {
    id: 'terminal.new',
    title: 'New terminal',
    section,
    shortcut: ['Mod+~'],
    keywords: 'open shell console bash workspace',
    run: async ({ commands }) => {
      commands.run(`panel.${panelName}`)
      await acts.open(scope?.caseId ?? null)
    },
  },
  {
    id: 'terminal.newBeside',
    title: 'New terminal beside all cases',
    section,
    run: async ({ commands }) => {
      commands.run(`panel.${panelName}`)
      await acts.open(null)
    },
  },
]

/** Acts on the terminal in front, for the palette and the keyboard. */
export const useTerminalCommands = ({ panel, front, scope }: TerminalCommandsOptions): void => {
  const bench = useBench()
  const parts = front && { bench, panel, terminal: front, scope }
  useCommands([
    ...openCommands(panel, scope),
    ...(parts ? [...screenCommands(parts), ...blockCommands(parts), ...shellCommands(parts)] : []),
  ])
}
