import type { StoreApi } from 'zustand/vanilla'
import type { Terminal } from '../../shared/contract/terminals.ts'
import type { Bench } from '../app/bench.ts'
import { sentence } from '../ui/sentence.ts'
import { type Arrangement, activate, addBeside, remove, type Way } from './arrangement/arrangement.ts'
import { openTerminal } from './open-terminal.ts'
import type { Sessions } from './session/sessions.ts'
import { takeFocus } from './session/take-focus.ts'

export interface TerminalActs {
  open(caseId: string | null, profile?: string): Promise<void>
  /** Starts another one beside or below it, for the same case. */
  split(terminal: Terminal, way: Way): Promise<void>
  /** Brings it to the front, with the focus. */
  show(id: string): void
  again(terminal: Terminal): Promise<void>
  kill(terminal: Terminal): Promise<void>
  /** Forgets it, and ends it before if it runs. */
  remove(terminal: Terminal): Promise<void>
  record(terminal: Terminal): Promise<void>
  rename(id: string, name: string): Promise<void>
}

export interface ActsOptions {
  bench: Pick<Bench, 'client' | 'confirm' | 'toast'>
  arrangement: StoreApi<Arrangement>
  sessions: Sessions
}

export const createActs = ({ bench, arrangement, sessions }: ActsOptions): TerminalActs => {
  const { client, confirm, toast } = bench
  /** Tells of a failure; answers undefined then. */
  const attempt = async <T>(act: Promise<T>): Promise<T | undefined> => {
    try {
      return await act
    } catch (error) {
      toast({ tone: 'danger', text: sentence(error) })
      return undefined
    }
  }
  const focus = (id: string) => takeFocus(() => sessions.find(id))
  const sizeOf = (id: string) => {
    const { columns, rows } = sessions.find(id)?.store.getState() ?? { columns: 120, rows: 24 }
    return { columns, rows }
  }
  const show = (id: string) => {
    arrangement.setState((now) => activate(now, id))
    focus(id)
  }
  const mayEnd = async ({ ended, busy }: Terminal, act: string) =>
    ended !== null ||
    !busy ||
    confirm({
      title: 'End the command that runs here?',
      text: 'The terminal ends with everything that runs in it. What it has printed stays until it is removed.',
      act,
      danger: true,
    })

  return {
    show,
    async open(caseId, profile) {
      const made = await attempt(openTerminal(bench, { caseId, profile }))
      if (!made) return
      arrangement.setState((now) => addBeside(now, { at: made.id, terminal: made.id, way: 'row' }))
      focus(made.id)
    },
    async split({ id: at, caseId, profile }, way) {
      const made = await attempt(openTerminal(bench, { caseId, profile, size: sizeOf(at) }))
      if (!made) return
      arrangement.setState((now) => addBeside(now, { at, terminal: made.id, way }))
      focus(made.id)
    },
    async again({ id }) {
      if (await attempt(client.terminals.reopen({ id, ...sizeOf(id) }))) show(id)
    },
    async kill(terminal) {
      if (await mayEnd(terminal, 'Kill')) await attempt(client.terminals.kill({ id: terminal.id }))
    },
    async remove(terminal) {
      if (!(await mayEnd(terminal, 'End and remove'))) return
      const { id } = terminal
      if (!(await attempt(client.terminals.remove({ id })))) return
      arrangement.setState((now) => remove(now, id))
      sessions.drop(id)
    },
    async record({ id, recording }) {
      await attempt(client.terminals.record({ id, on: !recording }))
    },
    async rename(id, name) {
      await attempt(client.terminals.rename({ id, name }))
    },
  }
}
