import { z } from 'zod'
import { command } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { size } from '../text/size.ts'
import { follow } from '../whole-act.ts'

export const backup = command({
  usage: 'backup',
  summary: 'Write the whole bench to one file.',
  detail: 'Works while the bench is in use. "casebench restore" brings it back.',
  examples: [
    'casebench backup -o bench-2026-11-30.casebench',
    'casebench backup -o nightly.casebench --force --json',
  ],
  configure: (cli) =>
    void cli
      .requiredOption('-o, --output <file>', 'the file to write')
      .option('--force', 'replace an existing file'),
  input: z.object({ output: z.string().min(1, 'must not be empty'), force: z.boolean().default(false) }),
  run: async (act, { output, force }) => {
    const client = await act.client()
    const steps = client.bench.backup({ path: act.path(output), overwrite: force }, { signal: act.signal })
    const { path, bytes } = await follow(steps, act.out)
    await act.out.result({ path, bytes }, () => `Backed up to ${neutral(path)} (${size(bytes)}).`)
    return undefined
  },
})
