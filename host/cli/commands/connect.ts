import { z } from 'zod'
import { command } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { UsageError } from '../usage-error.ts'

export const connect = command({
  usage: 'connect <url>',
  summary: "Share this bench's cases with a team, through its central service.",
  detail:
    'Everything that is here is sent, and everything that you may read comes. After weeks away or with a revoked bench, the same command with a new token signs in again.',
  examples: [
    'casebench connect https://casebench.company.example --token cbt_…',
    'CASEBENCH_TOKEN=cbt_… casebench connect https://casebench.company.example',
  ],
  configure: (cli) =>
    void cli.option(
      '--token <token>',
      'your personal token (or CASEBENCH_TOKEN, which other users cannot see)',
    ),
  input: z.object({
    url: z.url({ protocol: /^https?$/, error: 'must be an address, as https://casebench.company.example' }),
    token: z.string().min(1).optional(),
  }),
  run: async (act, { url, token: given }) => {
    const token = given ?? act.passage.env.CASEBENCH_TOKEN
    if (!token)
      throw new UsageError(
        'A token is needed: --token or CASEBENCH_TOKEN. Whoever runs the service makes one.',
      )
    const { sync } = await act.client()
    const before = await sync.status({})
    if (before.url !== null && new URL(before.url).href === new URL(url).href) {
      await sync.signIn({ token })
      const answer = { url, organisation: before.organisation ?? '', signedIn: true }
      await act.out.result(answer, () => `Signed in again to ${neutral(answer.organisation || url)}.`)
      return undefined
    }
    const { organisation, person } = await sync.connect({ url, token })
    await act.out.result({ url, organisation, person }, () =>
      [
        `Connected to ${neutral(organisation || url)} as ${neutral(person)}.`,
        'It syncs while Casebench runs; "casebench sync --once" does it now.',
      ].join('\n'),
    )
    return undefined
  },
})

export const disconnect = command({
  usage: 'disconnect',
  summary: 'End the connection to the central service; everything stays on this bench.',
  examples: ['casebench disconnect'],
  input: z.object({}),
  run: async (act) => {
    const { sync } = await act.client()
    const { pending } = await sync.status({})
    await sync.disconnect({})
    await act.out.result({ pending }, () =>
      pending > 0
        ? `Disconnected. ${pending} changes were not sent; they wait for the next connection.`
        : 'Disconnected.',
    )
    return undefined
  },
})
