import { Command, CommanderError } from 'commander'
import { ZodError } from 'zod'
import type { Act, AnyCommand, CommandGroup, Exit } from './command.ts'
import { UsageError } from './usage-error.ts'

/** A command whose arguments were understood, with the options that every command has. */
export interface Prepared {
  readonly json: boolean
  readonly data: string | undefined
  run(act: Act): Promise<Exit>
}

export interface ProgramOptions {
  version: string
  commands: readonly (AnyCommand | CommandGroup)[]
  /** Where help goes. */
  write(text: string): void
  columns: number
}

/**
 * Understands a command line. Undefined when help or the version was asked for, and written.
 * Throws `UsageError` with one sentence.
 */
export const parseCommandLine = (
  argv: readonly string[],
  { version, commands, write, columns }: ProgramOptions,
): Prepared | undefined => {
  let prepared: Prepared | undefined
  const program = new Command('casebench')
    .description('The support workbench on the command line.')
    .usage('[--data DIR] <command>')
    .version(version, '-V, --version', 'print the version')
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({ writeOut: write, writeErr: () => undefined, getOutHelpWidth: () => columns })
    .configureHelp({ subcommandTerm: argumentsOnly })
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for one command')
    .addHelpText('after', '\nExit codes: 0 done, 1 the act failed, 2 the command line is wrong.')
  addCommonOptions(program)
  const take = (next: Prepared) => {
    prepared = next
  }
  for (const entry of commands) {
    if ('commands' in entry) addGroup(program, entry, take)
    else addCommand(program, entry, take)
  }
  if (argv.length === 0) {
    program.outputHelp()
    return undefined
  }
  try {
    program.parse(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return undefined
    throw new UsageError(sentence(error, program, argv))
  }
  return prepared
}

/** A command in the list of all: its options are for its own help. */
const argumentsOnly = (command: Command): string =>
  [command.name(), command.usage().replace('[options]', '').trim()].join(' ').trim()

const addCommonOptions = (command: Command) =>
  command
    .option('--data <dir>', 'the data folder (or CASEBENCH_DATA)')
    .option('--json', 'print one JSON value and nothing else')

const addCommand = (
  parent: Command,
  entry: AnyCommand,
  take: (prepared: Prepared) => void,
  isDefault = false,
) => {
  const command = parent
    .command(entry.usage, { isDefault })
    .summary(entry.summary)
    .description([entry.summary, entry.detail].filter(Boolean).join(' '))
  entry.configure?.(command)
  addCommonOptions(command).addHelpText(
    'after',
    `\nExamples:\n${entry.examples.map((line) => `  ${line}`).join('\n')}`,
  )
  command.action(() => {
    const { json, data, ...options } = command.optsWithGlobals<Record<string, unknown>>()
    const given = command.registeredArguments.map((argument, index) => [
      argument.name(),
      command.processedArgs[index] as unknown,
    ])
    try {
      const run = entry.prepare({ ...options, ...Object.fromEntries(given) })
      take({ json: json === true, data: typeof data === 'string' ? data : undefined, run })
    } catch (error) {
      throw error instanceof ZodError ? new UsageError(explain(error, command)) : error
    }
  })
}

const addGroup = (
  program: Command,
  { name, summary, commands }: CommandGroup,
  take: (prepared: Prepared) => void,
) => {
  const group = program.command(name).description(summary)
  for (const [index, entry] of commands.entries()) addCommand(group, entry, take, index === 0)
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Commander's complaint as a sentence, with the help that answers it. */
const sentence = ({ code, message }: CommanderError, program: Command, argv: readonly string[]): string => {
  const complaint = message.replace(/^error: /, '').replace(/\s*\n\s*\(?(.*?)\)?$/, '. $1')
  const named = program.commands.find((command) => argv.includes(command.name()))
  const help =
    named && code !== 'commander.unknownCommand' ? `casebench ${named.name()} --help` : 'casebench --help'
  return `${capital(complaint).replace(/[.?]?$/, (end) => end || '.')} See "${help}".`
}

/** The first thing an input schema refused, named as the user typed it. */
const explain = ({ issues }: ZodError, command: Command): string => {
  const issue = issues[0]
  const key = String(issue?.path[0] ?? '')
  const option = command.options.find((one) => one.attributeName() === key)
  const name = option?.long ?? key.toUpperCase()
  return `${name} ${issue?.message ?? 'cannot be used'}. See "casebench ${command.name()} --help".`
}
