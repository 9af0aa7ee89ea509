import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { parseTags } from '../cases/assignments.ts'
import { tagsToChange } from '../cases/list-change.ts'
import { command } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { UsageError } from '../usage-error.ts'

export const tag = command({
  usage: 'tag <ref> <changes...>',
  summary: 'Add and remove tags of a case: +new -old.',
  examples: ['casebench tag CB-1042 +jdbc -triage'],
  // "-old" looks like an option, so nothing short may be one here; long ones that nobody knows are refused below.
  configure: (cli) => void cli.allowUnknownOption().helpOption('--help', 'show help'),
  input: z.object({ ref: caseKey, changes: z.array(z.string()) }),
  run: async (act, { ref: key, changes }) => {
    const odd = changes.find((word) => !/^(\+|-(?!-))/.test(word))
    if (odd !== undefined) throw new UsageError(`"${odd}" is neither +tag nor -tag.`)
    const change = parseTags(changes)
    const client = await act.client()
    const { case: found } = await client.cases.get({ key })
    const { add, remove } = tagsToChange(found.tags, change)
    if (add.length + remove.length > 0) await client.cases.tag({ ids: [found.id], add, remove })
    const { case: now } = await client.cases.get({ key: found.id })
    const { ref, tags } = now
    await act.out.result({ ref, tags }, () =>
      tags.length > 0 ? `${ref} is tagged ${neutral(tags.join(' '))}.` : `${ref} has no tags.`,
    )
    return undefined
  },
})
