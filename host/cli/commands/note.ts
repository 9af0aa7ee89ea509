import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { lanes } from '../../../shared/domain/vocabulary.ts'
import { command } from '../command.ts'
import { requiredLane } from '../lane-option.ts'
import { readText } from '../read-text.ts'
import { UsageError } from '../usage-error.ts'

export const note = command({
  usage: 'note <ref> <text>',
  summary: 'Write on a case.',
  detail: '"-" reads the text from standard input. The id is printed once the text is durable.',
  examples: [
    'casebench note CB-1042 --lane internal "The pool leaks in our own filter."',
    'casebench note CB-1042 --lane customer - < answer.md',
  ],
  configure: (cli) => void cli.addOption(requiredLane()),
  input: z.object({ ref: caseKey, text: z.string(), lane: z.enum(lanes) }),
  run: async (act, { ref, text, lane }) => {
    const body = await readText(text, act.stdin)
    if (body.trim() === '') throw new UsageError('The text is empty; nothing was written.')
    const client = await act.client()
    const { case: found } = await client.cases.get({ key: ref })
    // The lane is typed out on every command line; that is the second deliberate act.
    const { id } = await client.timeline.post({ caseId: found.id, lane, body, confirmed: true })
    await act.out.result({ id }, () => id)
    return undefined
  },
})
