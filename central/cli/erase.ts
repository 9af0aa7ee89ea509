import { BenchError } from '../../shared/contract/error.ts'
import { commandLine } from '../access/act.ts'
import { erase } from '../erasure/erase.ts'
import { listErasures } from '../erasure/list.ts'
import { erasureKinds } from '../erasure/subject.ts'
import type { CommandGroup } from './command.ts'

const help = 'See "casebench central erase --help".'

export const erasure: CommandGroup = {
  name: 'erase',
  summary: 'Erase a case, a customer or a person for good, here and on every bench.',
  commands: [
    {
      usage: 'now',
      isDefault: true,
      summary: 'Erase what is named. There is no way back but a backup.',
      configure: (command) =>
        void command
          .option('--case <ref>', 'a case, by its reference or id, with what was merged into it')
          .option('--customer <name>', 'a customer, by its name or id, with all its cases and people')
          .option('--person <email>', 'a person, by e-mail address or id')
          .option('--yes', 'it is meant'),
      run: async (world, given) => {
        const [named, ...more] = erasureKinds.flatMap((kind) =>
          given[kind] === undefined ? [] : [{ kind, which: given[kind] }],
        )
        if (!named || more.length > 0)
          throw new BenchError('bad-input', `Name one case, customer or person. Nothing was erased. ${help}`)
        if (!given.yes)
          throw new BenchError(
            'bad-input',
            `This erases ${named.kind} "${named.which}" for good. Nothing was erased. Add --yes if that is meant.`,
          )
        const done = await erase(world, commandLine, named)
        const { cases, rows, operations, blobs } = done
        return {
          json: done,
          text: [
            `Erased ${cases} cases, ${rows} rows, ${operations} changes. Benches follow with their next exchange.`,
            ...(blobs > 0
              ? [`${blobs} files go within a minute where the service runs, or when it starts.`]
              : []),
          ],
        }
      },
    },
    {
      usage: 'list',
      summary: 'List what was erased, and the benches that have not said that they removed it.',
      run: async ({ database }) => {
        const erasures = await listErasures(database)
        return {
          json: { erasures },
          text: erasures.map(({ kind, subject, at, waiting }) =>
            [new Date(at).toISOString(), kind, subject, `${waiting.length} benches to come`].join('\t'),
          ),
        }
      },
    },
  ],
}
