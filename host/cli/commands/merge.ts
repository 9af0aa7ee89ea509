import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { command } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { counted } from '../text/size.ts'

export const merge = command({
  usage: 'merge <ref>',
  summary: 'Merge a case into another.',
  detail: '"casebench undo" takes it back.',
  examples: ['casebench merge CB-1042 --into CB-987 --preview', 'casebench merge CB-1042 --into CB-987'],
  configure: (cli) =>
    void cli
      .requiredOption('--into <ref>', 'the case that stays')
      .option('--preview', 'only say what would happen'),
  input: z.object({ ref: caseKey, into: caseKey, preview: z.boolean().default(false) }),
  run: async (act, { ref, into: intoKey, preview }) => {
    const client = await act.client()
    const { case: from } = await client.cases.get({ key: ref })
    const found = await client.cases.mergePreview({ fromId: from.id, intoKey })
    if (!preview) await client.cases.merge({ fromId: from.id, intoKey })
    const { into, events, attachments, differing } = found
    const result = { ref: from.ref, into: into.ref, merged: !preview, events, attachments, differing }
    await act.out.result(result, () =>
      [
        `${from.ref} ${preview ? 'would go' : 'went'} into ${into.ref} "${neutral(into.title)}" with ${counted(events, 'event')} and ${counted(attachments, 'attachment')}.`,
        ...differing.map(
          ({ field, from: was, into: stays }) =>
            `  ${field} stays "${neutral(stays)}" and not "${neutral(was)}"`,
        ),
      ].join('\n'),
    )
    return undefined
  },
})
