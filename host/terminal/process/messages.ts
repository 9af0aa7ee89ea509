import type { ErrorBody } from '../../../shared/contract/error.ts'
import type { TerminalNews } from '../../../shared/contract/terminals.ts'

export interface Size {
  columns: number
  rows: number
}

/** How a shell is started: chosen by the host, done by the pty process. */
export interface Start extends Size {
  terminalId: string
  program: string
  args: string[]
  folder: string
  env: Record<string, string>
  /** What only the shells of this terminal know, so that no other program can mark commands in their name. */
  nonce: string
  /** Blocks that the terminal had before. */
  blocks: number
  /** Where the recording goes, with what its header says; null for none. */
  recording: Recorded | null
  /** Shown above the new shell's output; empty at the first start. */
  notice: string
}

export interface Recorded {
  path: string
  title: string
  caseId: string | null
}

export interface Ended {
  exitCode: number | null
  signal: number | null
}

/** What the host asks, by name: what goes in and what comes back. */
export interface Asks {
  start: { in: Start; out: { pid: number } }
  write: { in: { terminalId: string; data: string; binary: boolean }; out: null }
  resize: { in: { terminalId: string } & Size; out: null }
  kill: { in: { terminalId: string }; out: null }
  record: { in: { terminalId: string; recording: Recorded | null }; out: null }
  /** `ended` is what the host knows of one that does not run. */
  attach: { in: { terminalId: string; ended: Ended | null }; out: { reader: number } }
  /** Answered when there is something; null when there will be nothing more. */
  next: { in: { reader: number }; out: Uint8Array<ArrayBuffer> | TerminalNews | null }
  detach: { in: { reader: number }; out: null }
  /** What was printed between two places, as plain text; null where that is gone. */
  text: {
    in: { terminalId: string; from: number; to: number | null; columns: number; mostBytes: number }
    out: { text: string; truncated: boolean } | null
  }
  /** Removes the output of a terminal that does not run. */
  forget: { in: { terminalId: string }; out: null }
  silence: { in: { terminalId: string; silent: boolean }; out: null }
}
export type AskName = keyof Asks

export type Request = { [N in AskName]: { id: number; ask: N; in: Asks[N]['in'] } }[AskName]

/** A command of a terminal as it goes to the database; places are bytes since the terminal began. */
export interface BlockDraft {
  number: number
  command: string
  folder: string
  startedAt: number
  endedAt: number | null
  exitCode: number | null
  outputFrom: number
  outputTo: number | null
}

/** What the pty process tells by itself. The host answers each with its number, and only then does the next one come. */
export interface Tidings {
  terminalId: string
  title?: string
  folder?: string
  busy?: boolean
  size?: Size
  blocks?: BlockDraft[]
  ended?: Ended
}

export type FromProcess =
  | { id: number; out: unknown }
  | { id: number; error: ErrorBody }
  | { tidings: Tidings[] }

export type ToProcess = Request | { heard: true } | { leave: true }
