import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { lanes } from '../../../shared/domain/vocabulary.ts'
import { command } from '../command.ts'
import { optionalLane } from '../lane-option.ts'
import { bytesDone } from '../progress.ts'
import { neutral } from '../text/neutral.ts'
import { size } from '../text/size.ts'

export const attach = command({
  usage: 'attach <ref> <file...>',
  summary: 'Attach files to a case.',
  detail: 'Equal bytes are stored once, under as many names as they are given.',
  examples: [
    'casebench attach CB-1042 server.log heap.hprof',
    'casebench attach CB-1042 fix.patch --lane customer --json',
  ],
  configure: (cli) => void cli.addOption(optionalLane()),
  input: z.object({ ref: caseKey, file: z.array(z.string().min(1)), lane: z.enum(lanes) }),
  run: async (act, { ref, file: files, lane }) => {
    const client = await act.client()
    const { case: found } = await client.cases.get({ key: ref })
    const steps = client.attachments.attachPaths(
      { caseId: found.id, paths: files.map(act.path), lane },
      { signal: act.signal },
    )
    for await (const step of steps) {
      if (step.type === 'progress') act.out.progress.show(bytesDone(step.name, step.done, step.bytes))
      else {
        const attachments = step.attachments.map(({ name, bytes, sha256, deduplicated }) => ({
          name,
          bytes,
          sha256,
          deduplicated,
        }))
        await act.out.result({ attachments }, () =>
          attachments
            .map(({ name, bytes, deduplicated }) =>
              [
                `Attached ${neutral(name)} (${size(bytes)})`,
                deduplicated ? ', which was stored already.' : '.',
              ].join(''),
            )
            .join('\n'),
        )
      }
    }
    return undefined
  },
})
