import { z } from 'zod'
import type { OpenedCard } from '../../../shared/contract/cards.ts'
import { caseKey } from '../../../shared/contract/cases.ts'
import { BenchError } from '../../../shared/contract/error.ts'
import { snapshotName } from '../../../shared/contract/snapshots.ts'
import type { CardManifest } from '../../../shared/domain/stack/card.ts'
import { askYes, mayAsk } from '../ask-yes.ts'
import { type Act, type CommandGroup, command } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { size } from '../text/size.ts'
import { UsageError } from '../usage-error.ts'

const collect = (value: string, before: string[]) => [...before, value]

const file = z.string().min(1, 'must not be empty')

const described = (card: CardManifest): string[] => [
  `${neutral(card.ref)}: ${neutral(card.title)}`,
  `Check: ${neutral(card.command ?? './repro.sh')}`,
  `Expected: ${card.expected?.verdict ?? 'nothing, it never ran'}`,
  ...card.services.map(({ name, image, version }) =>
    neutral(`Service ${[name, image, version].filter(Boolean).join(', ')}`),
  ),
  ...card.notes.map((note) => neutral(note)),
]

/** Lines of a script that are shown before it is run. */
const linesShown = 60

const scriptLines = ({ texts }: OpenedCard): string[] => {
  const script = texts.find(({ path }) => path === 'repro.sh')
  if (!script) return []
  const lines = script.text.replace(/\n$/, '').split('\n')
  return [
    'repro.sh:',
    ...lines.slice(0, linesShown).map((line) => `  ${neutral(line)}`),
    ...(lines.length > linesShown ? [`  … and ${lines.length - linesShown} lines more`] : []),
  ]
}

const dangerLines = ({ dangers }: OpenedCard): string[] =>
  dangers.map(({ file: name, line, service, sentence, id }) =>
    neutral(`${name}:${line} ${service} ${sentence} [${id}]`),
  )

const create = command({
  usage: 'create <ref>',
  summary: 'Write the repro card of a case: environment, check and evidence in one file.',
  detail:
    'It holds the folder "environment", repro.sh and the files that they name, and what the newest run left. The same state gives the same bytes.',
  examples: [
    'casebench card create CB-1042 -o CB-1042.casebench-card',
    'casebench card create CB-1042 -o card --json',
  ],
  configure: (cli) =>
    void cli
      .requiredOption('-o, --output <file>', 'the file to write')
      .option('--force', 'replace an existing file')
      .option('--snapshot <name>', 'take the volumes of this snapshot along, where they are small')
      .option('--keep-secrets', 'do not mask passwords and keys in its files'),
  input: z.object({
    ref: caseKey,
    output: file,
    force: z.boolean().default(false),
    snapshot: snapshotName.optional(),
    keepSecrets: z.boolean().default(false),
  }),
  run: async (act, { ref, output, force, keepSecrets, snapshot = null }) => {
    const client = await act.client()
    const { case: found } = await client.cases.get({ key: ref })
    const input = { caseId: found.id, path: act.path(output), overwrite: force, keepSecrets, snapshot }
    const { path, bytes, sha256, card } = await client.cards.create(input, { signal: act.signal })
    const { verdict } = card.expected ?? { verdict: null }
    const files = card.members.length
    await act.out.result({ path, bytes, sha256, verdict, files, notes: card.notes }, () =>
      [
        `Wrote ${neutral(path)} (${size(bytes)}, ${files} files).`,
        ...card.notes.map((note) => neutral(note)),
      ].join('\n'),
    )
    return undefined
  },
})

const show = command({
  usage: 'show <file>',
  summary: 'Check a repro card and say what it holds; nothing of it is kept or run.',
  examples: [
    'casebench card show CB-1042.casebench-card',
    'casebench card show CB-1042.casebench-card --json',
  ],
  input: z.object({ file }),
  run: async (act, { file: given }) => {
    const client = await act.client()
    const opened = await client.cards.open({ path: act.path(given) }, { signal: act.signal })
    const { card, bytes, sha256, dangers, own } = opened
    await act.out.result({ ...card, bytes, sha256, dangers, own }, () =>
      [
        ...described(card),
        ...scriptLines(opened),
        ...dangerLines(opened),
        ...card.members.map(({ path, bytes: each }) => `  ${neutral(path)} (${size(each)})`),
      ].join('\n'),
    )
    return undefined
  },
})

/** The exit code of a card that does not say here what it said where it was made. */
const differs = 1

/** Says what a card would run and asks; answers the digest of what was said yes to. Throws `cancelled`. */
const accepted = async (act: Act, path: string, yes: boolean): Promise<string> => {
  const client = await act.client()
  const opened = await client.cards.open({ path }, { signal: act.signal })
  const { card, bytes, sha256, own } = opened
  if (own || yes) return sha256
  if (!mayAsk(act))
    throw new UsageError(
      'This card was not made on this bench, and its check is a program that runs as you. Nothing was run. Look at it with "casebench card show", then add --yes.',
    )
  const files = card.members.filter((one) => one.path.startsWith('workspace/')).length
  for (const line of [
    ...described(card),
    ...scriptLines(opened),
    ...dangerLines(opened),
    `The card was not made on this bench (${size(bytes)}, SHA-256 ${sha256}).`,
    `It makes a case with ${files} files, starts its services and runs this check as you, up to ${card.repeat} times.`,
  ])
    act.out.say(line)
  if (await askYes(act, 'Run it?')) return sha256
  throw new BenchError('cancelled', 'Nothing was run, and nothing of the card was kept.')
}

const run = command({
  usage: 'run <file>',
  summary: 'Make a case of a repro card and run its check there, without a network.',
  detail:
    'Images come from the engine or the vault. The check is a program of whoever made the card and runs as you: it is shown and you are asked, unless the card was made on this bench. A script says --yes, or the exit code is 2 and nothing is run. The exit code is 1 where the verdict is another than the card says.',
  examples: [
    'casebench card run CB-1042.casebench-card',
    'casebench card run CB-1042.casebench-card --yes --json',
    'casebench card run card --keep-up',
  ],
  configure: (cli) =>
    void cli
      .option('--yes', 'run it without asking')
      .option(
        '--allow <id>',
        'allow what its Compose file is refused under this id; may be given again',
        collect,
        [],
      )
      .option('--keep-up', 'leave its services running'),
  input: z.object({
    file,
    yes: z.boolean().default(false),
    allow: z.array(z.string().min(1)),
    keepUp: z.boolean().default(false),
  }),
  run: async (act, { file: given, yes, allow, keepUp }) => {
    const client = await act.client()
    const path = act.path(given)
    const seen = await accepted(act, path, yes)
    let code: number | undefined
    for await (const step of client.cards.run({ path, keepUp, allow, seen }, { signal: act.signal })) {
      if (step.type === 'progress') {
        act.out.progress.show(step.text)
        continue
      }
      const { ref, verdict, expected, same, files, changed, notes } = step
      code = same === false ? differs : undefined
      const exitCodes = step.run.repeats.map(({ exitCode }) => exitCode)
      const result = { ref, verdict, expected, same, exitCodes, run: step.run.id, files, changed, notes }
      await act.out.result(result, () =>
        [
          `${verdict[0]?.toUpperCase()}${verdict.slice(1)}${same === null ? '' : same ? ', as the card says' : `; the card says ${expected}`}. The case is ${ref}.`,
          ...changed.map((path) => `${neutral(path)} was changed by the check.`),
          ...notes.map((note) => neutral(note)),
        ].join('\n'),
      )
    }
    return code
  },
})

export const card: CommandGroup = {
  name: 'card',
  summary: 'Repro cards: a problem in one file that another bench replays.',
  commands: [create, show, run],
}
