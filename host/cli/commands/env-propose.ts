import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import type { Proposal } from '../../../shared/contract/proposals.ts'
import { command } from '../command.ts'
import { neutral } from '../text/neutral.ts'

const lines = ({ services, wires, drivers, unmatched, assumptions }: Proposal): string[] => [
  ...services.map(({ name, title, version, image, reason }) =>
    neutral(`${name}: ${title} ${version} as ${image} (${reason})`),
  ),
  ...wires.map(({ from, to, interface: speaks, note }) =>
    neutral(`${from} → ${to} by ${speaks}${note ? `: ${note}` : ''}`),
  ),
  ...drivers.map(({ service, purl, folder }) =>
    neutral(`${service} needs a driver: put ${purl} into ${folder} of the workspace.`),
  ),
  ...services.flatMap(({ image, licence, login }) => [
    ...(licence ? [neutral(`${image} needs ${licence.name} to be accepted: ${licence.url}`)] : []),
    ...(login ? [neutral(`${image} needs a login at ${login.registry}: ${login.url}`)] : []),
  ]),
  ...assumptions.map((one) => neutral(one)),
  ...unmatched.map(({ component: { name, version }, reason }) =>
    neutral(`Left out: ${`${name} ${version}`.trim()}. ${reason}`),
  ),
]

export const envPropose = command({
  usage: 'propose <ref>',
  summary: "Write a Compose file for the customer's stack, from the components of a case.",
  detail:
    'Recipes say what each product needs and how they are wired. Files go into the folder environment of the workspace; what is there already stays, and the proposal is put beside it.',
  examples: ['casebench env propose CB-1042', 'casebench env propose CB-1042 --dry-run --json'],
  configure: (cli) => void cli.option('--dry-run', 'only say what would be written'),
  input: z.object({ ref: caseKey, dryRun: z.boolean().default(false) }),
  run: async (act, { ref, dryRun }) => {
    const client = await act.client()
    const { id } = (await client.cases.get({ key: ref })).case
    if (dryRun) {
      const proposal = await client.proposals.propose({ caseId: id })
      await act.out.result(proposal, () => lines(proposal).join('\n'))
      return undefined
    }
    const { proposal, ...files } = await client.proposals.write({ caseId: id })
    await act.out.result({ ...proposal, ...files }, () =>
      [
        ...lines(proposal),
        ...files.written.map((path) => neutral(`Wrote ${path}.`)),
        ...files.beside.map(({ path, proposed }) =>
          neutral(`${path} was there already and stays; the proposal is ${proposed}.`),
        ),
      ].join('\n'),
    )
    return undefined
  },
})
