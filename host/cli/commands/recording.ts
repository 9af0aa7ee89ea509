import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { findAttachment } from '../cases/find-attachment.ts'
import { command } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { size } from '../text/size.ts'

const exportCommand = command({
  usage: 'export <ref> <name-or-sha256>',
  summary: 'Write a recording on a case as asciicast 3, text or a page.',
  examples: [
    'casebench recording export CB-1042 terminal.cast -f txt -o terminal.txt',
    'casebench recording export CB-1042 terminal.cast -f html -o terminal.html',
  ],
  configure: (cli) =>
    void cli
      .requiredOption('-f, --format <format>', 'cast, txt or html')
      .requiredOption('-o, --output <file>', 'where to')
      .option('--force', 'replace an existing file'),
  input: z.object({
    ref: caseKey,
    'name-or-sha256': z.string().min(1, 'must not be empty'),
    format: z.enum(['cast', 'txt', 'html'], 'must be cast, txt or html'),
    output: z.string().min(1, 'must not be empty'),
    force: z.boolean().default(false),
  }),
  run: async (act, { ref, 'name-or-sha256': wanted, format, output, force }) => {
    const client = await act.client()
    const { sha256 } = await findAttachment(client, ref, wanted)
    const source = { sha256 }
    const written = await client.recordings.export({
      source,
      format,
      path: act.path(output),
      overwrite: force,
    })
    await act.out.result(written, () => `Wrote ${neutral(written.path)} (${size(written.bytes)}).`)
    return undefined
  },
})

export const recording = {
  name: 'recording',
  summary: 'Recordings of terminals.',
  commands: [exportCommand],
}
