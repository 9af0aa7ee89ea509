import { z } from 'zod'
import { BenchError } from '../../../shared/contract/error.ts'
import type { Services } from '../../../shared/contract/index.ts'
import { readToken } from '../../../shared/lib/service-address.ts'
import type { Client } from '../../../shared/wire/client.ts'
import { type Act, command } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { UsageError } from '../usage-error.ts'

export const connect = command({
  usage: 'connect <url>',
  summary: "Share this bench's cases with a team, through its central service.",
  detail:
    'Everything that is here is sent, and everything that you may read comes. After weeks away or with a revoked bench, the same command with a new token signs in again.',
  examples: [
    'casebench connect https://casebench.company.example',
    'casebench connect https://casebench.company.example --token cbt_…',
    'CASEBENCH_TOKEN=cbt_… casebench connect https://casebench.company.example',
    "casebench connect 'https://casebench.company.example/#link=cbl_…'",
  ],
  configure: (cli) =>
    void cli.option(
      '--token <token>',
      'your personal token or a one-time link (or CASEBENCH_TOKEN, which other users cannot see)',
    ),
  input: z.object({
    url: z.url({ protocol: /^https?$/, error: 'must be an address, as https://casebench.company.example' }),
    token: z.string().min(1).optional(),
  }),
  run: async (act, { url: typed, token: given }) => {
    const { token: linked, url: place } = readToken(typed)
    const url = place ?? typed
    const token = given ?? (place === null ? act.passage.env.CASEBENCH_TOKEN : linked)
    const { sync } = await act.client()
    const before = await sync.status({})
    const again = before.url !== null && new URL(before.url).href === new URL(url).href
    if (!token) return tellConnected(act, { url, again, ...(await byBrowser(act, sync, url)) })
    if (again) {
      await sync.signIn({ token })
      return tellConnected(act, { url, again, organisation: before.organisation ?? '', person: '' })
    }
    return tellConnected(act, { url, again, ...(await sync.connect({ url, token })) })
  },
})

interface Connected {
  url: string
  again: boolean
  organisation: string
  person: string
}

const tellConnected = async (act: Act, { url, again, organisation, person }: Connected) => {
  const whole = again ? { url, organisation, signedIn: true } : { url, organisation, person }
  await act.out.result(whole, () =>
    again
      ? `Signed in again to ${neutral(organisation || url)}.`
      : [
          `Connected to ${neutral(organisation || url)} as ${neutral(person)}.`,
          'It syncs while Casebench runs; "casebench sync --once" does it now.',
        ].join('\n'),
  )
  return undefined
}

/** Signs in by the browser of this machine, where the service knows an identity provider. */
const byBrowser = async (act: Act, sync: Client<Services>['sync'], url: string) => {
  const { identityProvider } = await sync.ways({ url })
  if (identityProvider === null)
    throw new UsageError(
      'A token is needed: --token or CASEBENCH_TOKEN. Whoever runs the service makes one, or a one-time link.',
    )
  for await (const step of sync.connectByBrowser({ url }, { signal: act.signal })) {
    if (step.step === 'connected') return { organisation: step.organisation, person: step.person }
    act.out.say(`Sign in with ${identityProvider}. Open this address in a browser of this machine:`)
    act.out.say(`  ${step.url}`)
    act.out.say('Waiting for you to come back. Ctrl-C ends it.')
  }
  throw new BenchError('not-finished', 'Nobody signed in in the browser. Nothing was connected.')
}

export const disconnect = command({
  usage: 'disconnect',
  summary: 'End the connection to the central service; everything stays on this bench.',
  examples: ['casebench disconnect'],
  input: z.object({}),
  run: async (act) => {
    const { sync } = await act.client()
    const { pending } = await sync.status({})
    const { revoked } = await sync.disconnect({})
    await act.out.result({ pending, revoked }, () =>
      [
        pending > 0
          ? `Disconnected. ${pending} changes were not sent; they wait for the next connection.`
          : 'Disconnected.',
        revoked ? '' : 'The service could not be told. Ask an administrator to revoke this bench there.',
      ]
        .filter(Boolean)
        .join('\n'),
    )
    return undefined
  },
})
