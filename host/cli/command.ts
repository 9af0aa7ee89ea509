import type { Readable, Writable } from 'node:stream'
import type { Command } from 'commander'
import { z } from 'zod'
import type { Services } from '../../shared/contract/index.ts'
import type { Client } from '../../shared/wire/client.ts'
import type { SignalSource } from './interruption.ts'
import type { Output } from './output.ts'

/** The streams and signals as they are, for a command that passes them on to another program. */
export interface Passage {
  readonly stdin: Readable & { isTTY?: boolean; setRawMode?(raw: boolean): unknown }
  readonly stdout: Writable & { isTTY?: boolean; columns?: number; rows?: number }
  readonly stderr: Writable
  readonly signals: SignalSource
  readonly env: NodeJS.ProcessEnv
}

/** What a command may use while it runs. */
export interface Act {
  /** The host's services; the first call connects to a running host or opens the bench in this process. */
  client(): Promise<Client<Services>>
  readonly out: Output
  readonly stdin: Readable
  readonly passage: Passage
  /** Aborted when the user interrupts; for acts that may stop half way. */
  readonly signal: AbortSignal
  readonly dataDir: string
  /** A path as the user wrote it, made absolute; the host may run elsewhere. */
  path(given: string): string
  now(): number
}

/** The exit code, where it is not 0. */
export type Exit = number | undefined

export interface CommandSpec<Input extends z.ZodType> {
  /** Name and arguments as commander reads them: `show <ref>`. */
  readonly usage: string
  readonly summary: string
  /** More of it, for the command's own help. */
  readonly detail?: string
  readonly examples: readonly string[]
  /** Options and what the arguments mean. */
  configure?(command: Command): void
  /** Arguments and options by name; what it refuses is bad usage. */
  readonly input: Input
  run(act: Act, input: z.output<Input>): Promise<Exit>
}

/** A command of which the table knows no more than how to show and start it. */
export interface AnyCommand {
  readonly usage: string
  readonly summary: string
  readonly detail?: string
  readonly examples: readonly string[]
  configure?(command: Command): void
  /** Checks the input, then gives the act to run. Throws `ZodError` on bad usage. */
  prepare(raw: unknown): (act: Act) => Promise<Exit>
}

/** A word with commands of its own; the first one runs when none is named. */
export interface CommandGroup {
  readonly name: string
  readonly summary: string
  readonly commands: readonly AnyCommand[]
}

export const command = <Input extends z.ZodType>(spec: CommandSpec<Input>): AnyCommand => ({
  ...spec,
  prepare: (raw) => {
    const input = spec.input.parse(raw)
    return (act) => spec.run(act, input)
  },
})

/** A whole number as typed; its message follows the option's name in a sentence. */
export const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number)
