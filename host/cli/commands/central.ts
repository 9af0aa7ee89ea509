import { z } from 'zod'
import { command } from '../command.ts'
import { UsageError } from '../usage-error.ts'

/**
 * Only its place in the help: the launcher hands `casebench central …` over to the service's own program, which has
 * its own options and data folder.
 */
export const central = command({
  usage: 'central [args...]',
  summary: 'Start the central service, which lets a team share its cases, and manage its users.',
  detail: 'Has options, commands and a data folder of its own; see "casebench central --help".',
  examples: ['casebench central', 'casebench central user add Ann --team Field', 'casebench central --help'],
  configure: (cli) => void cli.allowUnknownOption(),
  input: z.object({ args: z.array(z.string()).default([]) }),
  run: () => {
    throw new UsageError('"central" is the first word: casebench central, and its options after it.')
  },
})
