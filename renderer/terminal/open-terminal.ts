import type { Terminal } from '../../shared/contract/terminals.ts'
import type { Bench, CommandContext } from '../app/bench.ts'
import { caseRefOf } from '../case/current-case.ts'
import { optionsKey, readOptions } from './options.ts'

export const panelName = 'terminals'

/** The size until the screen that shows it takes its own. */
const firstSize = { columns: 120, rows: 24 }

export interface OpenOptions {
  caseId: string | null
  profile?: string | undefined
  /** A folder of this machine; else the workspace of the case. */
  folder?: string | undefined
  size?: { columns: number; rows: number }
}

/** Starts a shell, recorded where a person wants that of every one. */
export const openTerminal = async (
  { client }: Pick<Bench, 'client'>,
  { caseId, profile, folder, size = firstSize }: OpenOptions,
): Promise<Terminal> => {
  const { value } = await client.local.get({ key: optionsKey })
  return client.terminals.open({
    caseId,
    record: readOptions(value).record,
    ...(profile !== undefined && { profile }),
    ...(folder !== undefined && { folder }),
    ...size,
  })
}

const caseIdOf = async ({ client, tab }: CommandContext): Promise<string | null> => {
  const key = caseRefOf(tab)
  return key === null ? null : (await client.cases.get({ key })).case.id
}

const paneOf = () => document.querySelector<HTMLElement>(`[data-pane="panel:${panelName}"]`)

/** Milliseconds a panel that opens is waited for. */
const patience = 30_000

/** Gives the focus to the terminal in front once it is there, unless the person has gone on to something else. */
const focusTerminal = (): void => {
  const until = performance.now() + patience
  const moved = new AbortController()
  const { signal } = moved
  for (const event of ['keydown', 'pointerdown'])
    document.addEventListener(event, () => moved.abort(), { signal, capture: true })
  const look = () => {
    if (signal.aborted) return
    const input = paneOf()?.querySelector<HTMLElement>('[data-front] textarea')
    input?.focus()
    // What the dock has not shown yet takes no focus.
    const waits = !input || document.activeElement !== input
    if (waits && performance.now() < until) requestAnimationFrame(look)
    else moved.abort()
  }
  look()
}

/** Starts a terminal in a folder of a case's workspace, and shows it. */
export const openTerminalHere = async (
  bench: Pick<Bench, 'client' | 'commands'>,
  where: { caseId: string; folder: string },
): Promise<void> => {
  await openTerminal(bench, where)
  showTerminals(bench)
}

/** Shows the terminals and gives the one in front the focus. */
export const showTerminals = ({ commands }: Pick<Bench, 'commands'>): void => {
  commands.run(`panel.${panelName}`)
  focusTerminal()
}

/** Starts a terminal beside what is in front, and shows it. */
export const newTerminal = async (context: CommandContext): Promise<void> => {
  await openTerminal(context, { caseId: await caseIdOf(context) })
  showTerminals(context)
}

/** To the terminals, with a first one where the case has none; from within them, back to the page. */
export const toggleTerminals = async (context: CommandContext): Promise<void> => {
  const { client, commands } = context
  const pane = paneOf()
  if (pane?.contains(document.activeElement)) {
    commands.run('window.bottom')
    document.querySelector<HTMLElement>('[data-pane^="tab:"]')?.focus()
    return
  }
  const caseId = await caseIdOf(context)
  const watch = client.terminals.watch({})
  const first = await watch.next()
  await watch.return()
  const all = first.done ? [] : first.value.terminals
  const here = all.filter((terminal) => caseId === null || terminal.caseId === caseId)
  if (here.length === 0) return newTerminal(context)
  commands.run(`panel.${panelName}`)
  focusTerminal()
}
