import type { TerminalBlock } from '../../../shared/contract/terminals.ts'

/** How long a command took, in the fewest words. */
export const took = (milliseconds: number): string => {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`
  const seconds = milliseconds / 1000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export type Outcome = 'runs' | 'well' | 'badly' | 'unknown'

export const outcomeOf = ({ endedAt, exitCode }: Pick<TerminalBlock, 'endedAt' | 'exitCode'>): Outcome => {
  if (exitCode !== null) return exitCode === 0 ? 'well' : 'badly'
  return endedAt === null ? 'runs' : 'unknown'
}

/** How a command ended and how long it took, such as "exit 1, 2.3 s". */
export const blockFacts = (block: TerminalBlock): string => {
  const { exitCode, startedAt, endedAt } = block
  const how = { runs: 'running', well: 'exit 0', badly: `exit ${exitCode}`, unknown: 'ended' }[
    outcomeOf(block)
  ]
  return endedAt === null ? how : `${how}, ${took(endedAt - startedAt)}`
}

/** Characters of a command shown in one line. */
const shown = 300

export const commandLine = ({ command }: Pick<TerminalBlock, 'command'>): string => {
  const line = command.replace(/\s*\n\s*/g, ' ↵ ').replace(/\p{Cc}/gu, '')
  return line.length > shown ? `${line.slice(0, shown)}…` : line || 'A command without a text'
}
