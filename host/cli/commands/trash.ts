import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { command } from '../command.ts'

export const trash = command({
  usage: 'trash <ref>',
  summary: 'Move a case to the trash, or back.',
  examples: ['casebench trash CB-1042', 'casebench trash CB-1042 --restore'],
  configure: (cli) => void cli.option('--restore', 'take it out of the trash'),
  input: z.object({ ref: caseKey, restore: z.boolean().default(false) }),
  run: async (act, { ref: key, restore }) => {
    const client = await act.client()
    const { case: found } = await client.cases.get({ key })
    await client.cases.trash({ ids: [found.id], trashed: !restore })
    const { ref } = found
    await act.out.result({ ref, trashed: !restore }, () =>
      restore ? `${ref} is out of the trash.` : `${ref} is in the trash; --restore takes it out.`,
    )
    return undefined
  },
})
