import type { Command } from 'commander'
import type { AccessWorld } from '../access/act.ts'

/** What a command answers: a value for `--json`, and lines for a person. */
export interface Answer {
  readonly json: unknown
  readonly text: readonly string[]
}

/** A command that works on the database, whether a service runs on it or not. */
export interface CentralCommand {
  /** As commander reads it: `add <name>`. */
  readonly usage: string
  readonly summary: string
  /** Meant where the group is named and no command of it. */
  readonly isDefault?: boolean
  configure?(command: Command): void
  run(world: AccessWorld, given: Readonly<Record<string, string | undefined>>): Promise<Answer>
}

export interface CommandGroup {
  readonly name: string
  readonly summary: string
  readonly commands: readonly CentralCommand[]
}

/** A required argument, which commander has made sure of. */
export const required = (given: Readonly<Record<string, string | undefined>>, name: string): string =>
  given[name] ?? ''
