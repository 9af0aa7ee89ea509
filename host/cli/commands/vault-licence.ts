import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import type { Licence } from '../../../shared/contract/licences.ts'
import { command } from '../command.ts'
import { readText } from '../read-text.ts'
import { neutral } from '../text/neutral.ts'
import { UsageError } from '../usage-error.ts'

const day = (at: number) => new Date(at).toISOString().slice(0, 10)

const said = ({ id, image, name, person, acceptedAt, until, holds }: Licence) =>
  `${neutral(image)}: "${neutral(name)}", accepted by ${neutral(person)} on ${day(acceptedAt)}${until === null ? '' : `, until ${day(until)}`}${holds ? '' : ' (holds no longer)'}  ${id}`

const licences = command({
  usage: 'licences',
  summary: 'List who accepted which licence, and what a case still needs.',
  examples: ['casebench vault licences', 'casebench vault licences --needed-by CB-1042 --json'],
  configure: (cli) => void cli.option('--needed-by <ref>', 'what the environment of this case still needs'),
  input: z.object({ neededBy: caseKey.optional() }),
  run: async (act, { neededBy }) => {
    const client = await act.client()
    const { licences: all } = await client.licences.list({})
    const { needed } =
      neededBy === undefined ? { needed: [] } : await client.licences.needed({ allOf: neededBy })
    await act.out.result({ licences: all, needed }, () =>
      [
        ...all.map(said),
        ...needed.map(
          (one) => `${neutral(one.image)} still needs "${neutral(one.name)}": ${neutral(one.url)}`,
        ),
        ...(all.length + needed.length === 0 ? ['No licence was accepted on this bench.'] : []),
      ].join('\n'),
    )
    return undefined
  },
})

const date = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, 'must be a day such as 2027-01-31')
  .transform((text) => Date.parse(`${text}T23:59:59Z`))
  .pipe(z.number('must be a day such as 2027-01-31'))

const accept = command({
  usage: 'accept <image>',
  summary: 'Note that you accepted the licence of an image.',
  detail: 'Read it first, at the address that the recipe or the error named.',
  examples: [
    'casebench vault accept container-registry.oracle.com/middleware/weblogic',
    'casebench vault accept vendor.example/app --licence "Vendor terms" --url https://vendor.example/terms --until 2027-01-31',
  ],
  configure: (cli) =>
    void cli
      .option('--licence <name>', 'its name, where no recipe knows it')
      .option('--url <url>', 'where it can be read, where no recipe knows it')
      .option('--until <day>', 'the last day on which it holds'),
  input: z.object({
    image: z.string().min(1),
    licence: z.string().min(1).optional(),
    url: z.string().min(1).optional(),
    until: date.optional(),
  }),
  run: async (act, { image, licence: name, url, until }) => {
    const client = await act.client()
    const { licence } = await client.licences.accept({
      image,
      until: until ?? null,
      ...(name === undefined ? {} : { name }),
      ...(url === undefined ? {} : { url }),
    })
    await act.out.result(licence, () => `Noted. ${said(licence)}`)
    return undefined
  },
})

const withdraw = command({
  usage: 'withdraw <id>',
  summary: 'Note that a licence holds no longer; the record of it stays.',
  examples: ['casebench vault withdraw 0192f0c1-7e6f-7d3c-8a53-1c2f3b4a5d6e'],
  input: z.object({ id: z.uuid('must be the id that "vault licences" shows') }),
  run: async (act, { id }) => {
    await (await act.client()).licences.withdraw({ id })
    await act.out.result({ id }, () => 'It holds no longer.')
    return undefined
  },
})

const login = command({
  usage: 'login <registry>',
  summary: "Log in at a vendor's registry; the engine's credential store keeps the password.",
  detail: 'The password, or token, is read from standard input. Casebench keeps none.',
  examples: ['casebench vault login container-registry.oracle.com --username me@example.com < token.txt'],
  configure: (cli) => void cli.requiredOption('--username <name>', 'the name of your account there'),
  input: z.object({ registry: z.string().min(1), username: z.string().min(1) }),
  run: async (act, { registry, username }) => {
    const password = (await readText('-', act.stdin)).replace(/\r?\n$/, '')
    if (password === '') throw new UsageError('No password came on standard input. Nothing was kept.')
    const client = await act.client()
    const { notes } = await client.licences.login({ registry, username, password }, { signal: act.signal })
    if (notes) act.out.say(notes)
    await act.out.result({ registry }, () => `Logged in at ${neutral(registry)}.`)
    return undefined
  },
})

const logout = command({
  usage: 'logout <registry>',
  summary: "Take the login at a registry out of the engine's credential store.",
  examples: ['casebench vault logout container-registry.oracle.com'],
  input: z.object({ registry: z.string().min(1) }),
  run: async (act, { registry }) => {
    await (await act.client()).licences.logout({ registry })
    await act.out.result({ registry }, () => `Logged out at ${neutral(registry)}.`)
    return undefined
  },
})

/** The part of `vault` that is about commercial images. */
export const licenceCommands = [licences, accept, withdraw, login, logout]
