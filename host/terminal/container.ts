import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import type { TerminalProfile } from '../../shared/contract/terminals.ts'
import type { Launch } from './shells/launch.ts'

/** What a terminal runs to be inside a container. */
export interface ContainerShell {
  /** The engine's command and its arguments; the last one is the shell. */
  readonly argv: readonly string[]
  readonly label: string
  /** What chooses the engine. */
  readonly env: Readonly<Record<string, string>>
  /** Whether its shell can mark its commands. */
  readonly marks: boolean
}

const prefix = 'container '

/** How a terminal in a service of its case's environment is noted, so that it can be opened again there. */
export const containerProfile = (service: string): TerminalProfile => ({
  ...{ name: `${prefix}${service}`, path: 'docker', marks: true, standard: false },
})

/** The service of such a profile; null for a shell of this machine. */
export const serviceOfProfile = (name: string): string | null =>
  name.startsWith(prefix) ? name.slice(prefix.length) : null

export const needCase = (caseId: string | null): string => {
  if (caseId !== null) return caseId
  throw new BenchError('invalid', 'A terminal in a service belongs to the case whose environment it is.')
}

/** Starts the shell in the container with what makes it mark its commands, as our own shells do where one types this. */
export const containerLaunch = (
  { argv, env, marks }: ContainerShell,
  { scripts, nonce, base }: { scripts: string; nonce: string; base: Readonly<Record<string, string>> },
): Launch => {
  const given = { ...base, ...env }
  const [file = '', ...args] = argv
  if (!marks || process.platform === 'win32') return { file, args, env: given }
  const own = { CASEBENCH_NONCE: nonce, CASEBENCH_SCRIPTS: scripts }
  return { file: '/bin/sh', args: [join(scripts, 'wrap.sh'), file, ...args], env: { ...given, ...own } }
}
