import { BenchError } from '../../shared/contract/error.ts'
import { commandLine } from '../access/act.ts'
import { listKeptImages } from '../images/list.ts'
import { removeImage } from '../images/remove.ts'
import type { CommandGroup } from './command.ts'

export const image: CommandGroup = {
  name: 'image',
  summary: 'Images of environments that benches have published.',
  commands: [
    {
      usage: 'list',
      isDefault: true,
      summary: 'List them, with who published them and under which licence.',
      run: async ({ database }) => {
        const images = await listKeptImages(database)
        return {
          json: { images },
          text: images.map(({ sha256, names, bytes, by, at, licence }) =>
            [sha256, new Date(at).toISOString(), by, bytes, licence ?? '', names.join(', ')].join('\t'),
          ),
        }
      },
    },
    {
      usage: 'remove <sha256>',
      summary: 'Remove one; benches keep what they have fetched.',
      configure: (command) => void command.option('--yes', 'it is meant'),
      run: async (world, { sha256 = '', yes }) => {
        if (!yes) throw new BenchError('bad-input', 'Nothing was removed. Add --yes if that is meant.')
        const { names } = await removeImage(world, commandLine, { sha256: String(sha256) })
        return {
          json: { removed: sha256, names },
          text: [
            `Removed ${names.join(', ') || sha256}. Parts that nothing else names go from the store while the service runs.`,
          ],
        }
      },
    },
  ],
}
