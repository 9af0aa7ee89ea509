import { Option } from 'commander'
import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { BenchError } from '../../../shared/contract/error.ts'
import { unpackQuestion } from '../../../shared/contract/workspaces.ts'
import { type CommandGroup, command } from '../command.ts'
import { bytesDone } from '../progress.ts'
import { neutral } from '../text/neutral.ts'
import { size } from '../text/size.ts'

const path = command({
  usage: 'path <ref>',
  summary: 'Print the folder of the workspace of a case; made if need be.',
  examples: [
    'cd "$(casebench workspace path CB-1042)"',
    'casebench workspace path CB-1042 --folder ~/src/tomcat',
    'casebench workspace path CB-1042 --json',
  ],
  configure: (cli) =>
    void cli.option('--folder <dir>', 'keep it in this folder: a new one, an empty one or a git repository'),
  input: z.object({ ref: caseKey, folder: z.string().min(1).optional() }),
  run: async (act, { ref, folder }) => {
    const client = await act.client()
    const { case: found } = await client.cases.get({ key: ref })
    const chosen = folder === undefined ? {} : { path: act.path(folder) }
    const workspace = await client.workspaces.open({ caseId: found.id, ...chosen })
    for (const said of [workspace.problem, workspace.notice]) if (said) act.out.say(said)
    await act.out.result({ path: workspace.path }, () => workspace.path)
    return undefined
  },
})

const reasons = unpackQuestion.shape.reason

const allowed = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(reasons, `takes ${reasons.options.join(', ')}, with commas between`))

const unpack = command({
  usage: 'unpack <ref> [attachment...]',
  summary: "Unpack attachments of a case into its workspace and commit them as the customer's state.",
  detail:
    'Without names every attachment that is an archive is unpacked. What could do harm is refused by name; files that you changed stay yours.',
  examples: [
    'casebench workspace unpack CB-1042',
    'casebench workspace unpack CB-1042 sosreport.tar.xz --allow ratio,bytes --json',
  ],
  configure: (cli) =>
    void cli.addOption(
      new Option('--allow <reasons>', `go beyond limits: ${reasons.options.join(', ')}`).default('', 'none'),
    ),
  input: z.object({
    ref: caseKey,
    attachment: z.array(z.string().min(1)),
    allow: z.union([z.literal('').transform(() => []), allowed]),
  }),
  run: async (act, { ref, attachment, allow }) => {
    const client = await act.client()
    const { case: found } = await client.cases.get({ key: ref })
    const steps = client.workspaces.unpack(
      { caseId: found.id, names: attachment, allow },
      { signal: act.signal },
    )
    for await (const step of steps) {
      if (step.type === 'progress') act.out.progress.show(bytesDone(step.entry, step.bytes, step.of))
      else if (step.type === 'question') {
        const { sentence, reason } = step.question
        const again = [...new Set([...allow, reason])].join(',')
        throw new BenchError(
          'too-large',
          `${neutral(sentence)} Nothing was unpacked; "--allow ${again}" goes on.`,
          step.question,
        )
      } else {
        const refused = step.refused.map(({ entry, reason }) => ({ entry, reason }))
        await act.out.result({ path: step.path, files: step.files, refused }, () =>
          [
            `Unpacked ${step.files} files (${size(step.bytes)}) into ${step.path}.`,
            ...refused.map(({ entry, reason }) => `${neutral(entry)}: ${neutral(reason)}`),
            ...(step.refusedMore > 0 ? [`${step.refusedMore} more entries were refused or changed.`] : []),
          ].join('\n'),
        )
      }
    }
    return undefined
  },
})

export const workspace: CommandGroup = {
  name: 'workspace',
  summary: 'The folder in which a case is worked on.',
  commands: [path, unpack],
}
