import { Argument } from 'commander'
import { z } from 'zod'
import { type AnyCommand, type CommandGroup, command } from '../command.ts'
import { completionScript, shells } from '../completion/scripts.ts'
import { completionWords } from '../completion/words.ts'

/** Completes the words of the given table. */
export const completion = (table: readonly (AnyCommand | CommandGroup)[]): AnyCommand =>
  command({
    usage: 'completion',
    summary: 'Print a completion script for a shell.',
    examples: ['eval "$(casebench completion bash)"', 'casebench completion fish | source'],
    configure: (cli) => void cli.addArgument(new Argument('<shell>', 'the shell').choices(shells)),
    input: z.object({ shell: z.enum(shells) }),
    run: async ({ out }, { shell }) => {
      const script = completionScript(shell, completionWords(table))
      await out.result({ shell, script }, () => script)
      return undefined
    },
  })
