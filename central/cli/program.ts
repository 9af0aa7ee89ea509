import { Command, CommanderError, Option } from 'commander'
import { logLevels } from '../http/log.ts'
import type { CentralCommand, CommandGroup } from './command.ts'

type Options = Readonly<Record<string, string | boolean | undefined>>

/** What a command line asks for. */
export type Asked =
  | { readonly kind: 'serve'; readonly options: Options }
  | {
      readonly kind: 'command'
      readonly command: CentralCommand
      readonly given: Readonly<Record<string, string | undefined>>
      readonly options: Options
    }

const places = (command: Command): Command =>
  command
    .option('--data <dir>', 'the data folder (or CASEBENCH_CENTRAL_DATA)')
    .addOption(
      new Option('--database-url <url>', 'your own PostgreSQL, as postgres://…').env(
        'CASEBENCH_DATABASE_URL',
      ),
    )
    .option('--json', 'print JSON')

const serving = (command: Command): Command =>
  places(command)
    .option('--port <number>', 'the port, 0 for any that is free', '4600')
    .option('--host <address>', 'the address to listen on; other than loopback needs TLS', '127.0.0.1')
    .option('--blobs <place>', 'where attachments are kept: a folder, or s3://bucket')
    .option('--tls-cert <file>', 'the certificate with its chain, PEM')
    .option('--tls-key <file>', 'its key, PEM')
    .option('--behind-proxy', 'a proxy of yours stands in front and does TLS')
    .option('--public-url <url>', 'how clients reach this service, where a proxy stands in front')
    .option(
      '--oidc-issuer <url>',
      'an identity provider; its secret is read from CASEBENCH_OIDC_CLIENT_SECRET',
    )
    .option('--oidc-client-id <id>', 'what this service is called there')
    .option('--oidc-name <name>', 'what people call the identity provider, as "Example login"')
    .addOption(
      new Option('--log-level <level>', 'what is written to stderr').choices(logLevels).default('info'),
    )

/** Understands a command line. Undefined when help was asked for, and written. Throws a `CommanderError`. */
export const parseCommandLine = (
  argv: readonly string[],
  groups: readonly CommandGroup[],
  { version, write }: { version: string; write: (text: string) => void },
): Asked | undefined => {
  let asked: Asked | undefined
  const program = new Command('casebench central')
    .description('The central service, which lets a team share its cases.')
    .version(version, '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => undefined })
    .helpCommand('help [command]', 'show help for one command')
  serving(program).action((options: Options) => {
    asked = { kind: 'serve', options }
  })
  for (const { name, summary, commands } of groups) {
    const group = program.command(name).description(summary)
    for (const entry of commands) {
      const command = places(
        group.command(entry.usage, { isDefault: entry.isDefault ?? false }).description(entry.summary),
      )
      entry.configure?.(command)
      command.action(() => {
        asked = {
          kind: 'command',
          command: entry,
          given: givenTo(command),
          options: command.optsWithGlobals(),
        }
      })
    }
  }
  try {
    program.parse([...argv], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined
    throw error
  }
  return asked
}

const givenTo = (command: Command): Record<string, string | undefined> => ({
  ...command.opts<Record<string, string>>(),
  ...Object.fromEntries(
    command.registeredArguments.map((argument, at) => [argument.name(), String(command.processedArgs[at])]),
  ),
})
