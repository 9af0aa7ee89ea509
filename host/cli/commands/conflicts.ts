import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Resolution } from '../../../shared/contract/sync.ts'
import { id } from '../../../shared/domain/entities.ts'
import { type CommandGroup, command } from '../command.ts'
import { neutral } from '../text/neutral.ts'

const shown = (value: unknown): string => neutral(typeof value === 'string' ? value : JSON.stringify(value))

const list = command({
  usage: 'list',
  summary: 'List what two people changed without knowing of each other.',
  examples: ['casebench conflicts', 'casebench conflicts --json'],
  input: z.object({}),
  run: async (act) => {
    const { sync } = await act.client()
    const { conflicts } = await sync.conflicts({})
    const told = conflicts.map(({ id, ref, field, base, theirs, mine }) => ({
      id,
      ref,
      field,
      base,
      theirs,
      mine,
    }))
    await act.out.result({ conflicts: told }, () =>
      conflicts.length === 0
        ? 'No conflicts.'
        : conflicts
            .map(({ id, ref, field, base, theirs, mine, mineByName, theirsByName }) =>
              [
                `${neutral(ref)} ${field}  (${id})`,
                `  before: ${shown(base)}`,
                `  theirs: ${shown(theirs)}${theirsByName ? `, ${neutral(theirsByName)}` : ''} (stands)`,
                `  mine:   ${shown(mine)}${mineByName ? `, ${neutral(mineByName)}` : ''}`,
              ].join('\n'),
            )
            .join('\n'),
    )
    return undefined
  },
})

const resolve = command({
  usage: 'resolve <id>',
  summary: 'Resolve a conflict with one side, or with a file that has the text made of both.',
  examples: [
    'casebench conflicts resolve 0190… --take mine',
    'casebench conflicts resolve 0190… --take merged.md',
  ],
  configure: (cli) => void cli.requiredOption('--take <side>', 'mine, theirs, or a file'),
  input: z.object({ id, take: z.string().min(1) }),
  run: async (act, { id, take }) => {
    const { sync } = await act.client()
    const chosen: Resolution =
      take === 'mine' || take === 'theirs'
        ? { side: take }
        : { side: 'text', text: await readFile(act.path(take), 'utf8') }
    await sync.resolve({ id, take: chosen })
    await act.out.result({ id }, () => 'Resolved.')
    return undefined
  },
})

export const conflicts: CommandGroup = {
  name: 'conflicts',
  summary: 'See and resolve what two people changed without knowing of each other.',
  commands: [list, resolve],
}
