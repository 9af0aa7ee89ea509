import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import type { ComparedSide, EnvironmentDifference } from '../../../shared/contract/compare.ts'
import { type Act, command } from '../command.ts'
import { neutral } from '../text/neutral.ts'

const place = z.string().min(1, 'must not be empty')

/** Says the value of a difference in one environment. */
const value = (text: string | null): string => (text === null ? 'nothing' : neutral(text))

const line = (
  { kind, where, key, now, healthy, ours, reason }: EnvironmentDifference,
  given: Given,
): string =>
  [
    `${neutral([where, key].filter(Boolean).join(' '))} (${kind}): ${value(now)}`,
    ...(given.healthy === undefined ? [] : [`healthy ${value(healthy)}`]),
    ...(given.ours === undefined ? [] : [`ours ${value(ours)}`]),
    ...(reason ? [neutral(reason)] : []),
  ].join('; ')

interface Given {
  healthy?: string | undefined
  ours?: string | undefined
}

/** A case's reference means what its workspace has; anything else is a path. */
const sideOf = async (act: Act, given: string): Promise<ComparedSide> => {
  if (!/^[A-Za-z]+-\d+$/.test(given)) return { path: act.path(given) }
  const { case: found } = await (await act.client()).cases.get({ key: given })
  return { caseId: found.id }
}

export const compare = command({
  usage: 'compare <now>',
  summary: "Compare environments: the customer's now, when it was healthy, and ours.",
  detail:
    'Each is a folder of configuration files, an environment lock, or the reference of a case for its environment. The likeliest cause comes first; what differs on every machine comes last.',
  examples: [
    'casebench compare now/ --healthy march/ --ours CB-1042 --for CB-1042',
    'casebench compare lock-now.json --healthy lock-march.json --json',
  ],
  configure: (cli) =>
    void cli
      .option('--healthy <place>', "the customer's environment when it was healthy")
      .option('--ours <place>', 'our environment')
      .option('--for <ref>', 'the case whose components matter most')
      .option('--noise', 'show what differs on every machine too'),
  input: z.object({
    now: place,
    healthy: place.optional(),
    ours: place.optional(),
    for: caseKey.optional(),
    noise: z.boolean().default(false),
  }),
  run: async (act, { now, healthy, ours, for: ref, noise }) => {
    const client = await act.client()
    const found = await client.compare.environments({
      now: await sideOf(act, now),
      healthy: healthy === undefined ? null : await sideOf(act, healthy),
      ours: ours === undefined ? null : await sideOf(act, ours),
      caseId: ref === undefined ? null : (await client.cases.get({ key: ref })).case.id,
    })
    for (const note of found.notes) act.out.say(note)
    const shown = noise ? found.differences : found.differences.filter((one) => !one.noise)
    await act.out.result(found, () =>
      [
        ...shown.map((one) => line(one, { healthy, ours })),
        `${found.total} differences${shown.length < found.total ? `, ${found.total - shown.length} not shown` : ''}.`,
      ].join('\n'),
    )
    return undefined
  },
})
