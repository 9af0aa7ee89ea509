import { Option } from 'commander'
import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { BenchError } from '../../../shared/contract/error.ts'
import { linkKinds } from '../../../shared/domain/vocabulary.ts'
import { command } from '../command.ts'

export const link = command({
  usage: 'link <ref>',
  summary: 'Link a case to another, or unlink it.',
  examples: [
    'casebench link CB-1042 --to CB-987 --kind duplicate-of',
    'casebench link CB-1042 --to CB-987 --remove',
  ],
  configure: (cli) =>
    void cli
      .requiredOption('--to <ref>', 'the other case')
      .addOption(
        new Option('--kind <kind>', 'how they belong together').choices(linkKinds).default('related'),
      )
      .option('--remove', 'take the link away'),
  input: z.object({
    ref: caseKey,
    to: caseKey,
    kind: z.enum(linkKinds),
    remove: z.boolean().default(false),
  }),
  run: async (act, { ref, to, kind, remove }) => {
    const client = await act.client()
    const detail = await client.cases.get({ key: ref })
    if (!remove) {
      const { id } = await client.cases.link({ fromId: detail.case.id, toKey: to, kind })
      await act.out.result({ id }, () => `Linked ${detail.case.ref} to ${to}.`)
      return undefined
    }
    const other = await client.cases.get({ key: to })
    const found = detail.links.find((one) => one.other.id === other.case.id)
    if (!found) throw new BenchError('not-found', `${detail.case.ref} is not linked to ${other.case.ref}.`)
    await client.cases.unlink({ id: found.link.id })
    await act.out.result(
      { id: found.link.id },
      () => `${detail.case.ref} and ${other.case.ref} are not linked any more.`,
    )
    return undefined
  },
})
