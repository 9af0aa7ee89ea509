import { Command } from 'commander'
import type { AnyCommand, CommandGroup } from '../command.ts'

/** What may follow a command's name. */
export interface CommandWords {
  readonly name: string
  readonly summary: string
  readonly commands: readonly string[]
  readonly options: readonly { readonly long: string; readonly about: string }[]
}

const common = [
  { long: '--data', about: 'the data folder' },
  { long: '--json', about: 'print one JSON value' },
  { long: '--help', about: 'show help' },
]

const nameOf = (usage: string) => usage.split(' ')[0] ?? usage

const wordsOf = (entry: AnyCommand): CommandWords => {
  const cli = new Command(nameOf(entry.usage))
  entry.configure?.(cli)
  const own = cli.options.flatMap(({ long, description }) => (long ? [{ long, about: description }] : []))
  return { name: cli.name(), summary: entry.summary, commands: [], options: [...own, ...common] }
}

/** The words of every command, for a shell to complete. */
export const completionWords = (table: readonly (AnyCommand | CommandGroup)[]): CommandWords[] =>
  table.map((entry) => {
    if (!('commands' in entry)) return wordsOf(entry)
    const { name, summary, commands } = entry
    return { name, summary, commands: commands.map(({ usage }) => nameOf(usage)), options: common }
  })
