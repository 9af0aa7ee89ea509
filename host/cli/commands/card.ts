import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { snapshotName } from '../../../shared/contract/snapshots.ts'
import type { CardManifest } from '../../../shared/domain/stack/card.ts'
import { type CommandGroup, command } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { size } from '../text/size.ts'

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
    const { card, bytes, sha256 } = await client.cards.open({ path: act.path(given) }, { signal: act.signal })
    await act.out.result({ ...card, bytes, sha256 }, () =>
      [
        ...described(card),
        ...card.members.map(({ path, bytes: each }) => `  ${neutral(path)} (${size(each)})`),
      ].join('\n'),
    )
    return undefined
  },
})

/** The exit code of a card that does not say here what it said where it was made. */
const differs = 1

const run = command({
  usage: 'run <file>',
  summary: 'Make a case of a repro card and run its check there, without a network.',
  detail:
    'Images come from the engine or the vault. The check is a program of whoever made the card and runs as you: look at it first with "casebench card show".',
  examples: ['casebench card run CB-1042.casebench-card --json', 'casebench card run card --keep-up'],
  configure: (cli) => void cli.option('--keep-up', 'leave its services running'),
  input: z.object({ file, keepUp: z.boolean().default(false) }),
  run: async (act, { file: given, keepUp }) => {
    const client = await act.client()
    let code: number | undefined
    for await (const step of client.cards.run({ path: act.path(given), keepUp }, { signal: act.signal })) {
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
