import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { caseJson } from '../cases/json.ts'
import { overview } from '../cases/overview.ts'
import { timelineOf } from '../cases/timeline.ts'
import { command } from '../command.ts'

export const show = command({
  usage: 'show <ref>',
  summary: 'Show a whole case with its timeline and attachments.',
  examples: ['casebench show CB-1042', 'casebench show CB-1042 --json'],
  input: z.object({ ref: caseKey }),
  run: async ({ client: connect, out, now }, { ref }) => {
    const client = await connect()
    const detail = await client.cases.get({ key: ref })
    const timeline = await timelineOf(client, detail.case.id)
    if (timeline.total > timeline.events.length)
      out.say(`Only the newest ${timeline.events.length} of ${timeline.total} events are shown.`)
    await out.result(caseJson(detail, timeline), () =>
      overview(detail, timeline, { paint: out.paint, now: now() }),
    )
    return undefined
  },
})
