import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { command } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { size } from '../text/size.ts'
import { follow } from '../whole-act.ts'

export const exportCase = command({
  usage: 'export <ref>',
  summary: 'Write a case to a folder.',
  detail: 'The folder holds JSON, Markdown and the files; "casebench import" reads it again.',
  examples: ['casebench export CB-1042 -o CB-1042'],
  configure: (cli) => void cli.requiredOption('-o, --output <dir>', 'the folder to write'),
  input: z.object({ ref: caseKey, output: z.string().min(1, 'must not be empty') }),
  run: async (act, { ref, output }) => {
    const client = await act.client()
    const steps = client.bench.exportCase({ key: ref, path: act.path(output) }, { signal: act.signal })
    const { path, bytes } = await follow(steps, act.out)
    await act.out.result({ path, bytes }, () => `Exported to ${neutral(path)} (${size(bytes)}).`)
    return undefined
  },
})
