import { z } from 'zod'
import { command } from '../command.ts'
import { counted } from '../text/size.ts'

export const sampleDesk = command({
  usage: 'sample-desk',
  summary: 'Open the sample desk.',
  detail: 'Believable cases with real evidence to try things on.',
  examples: ['casebench --data /tmp/try sample-desk'],
  input: z.object({}),
  run: async (act) => {
    const { cases } = await (await act.client()).bench.openSampleDesk({})
    await act.out.result({ cases }, () => `The sample desk is open with ${counted(cases, 'case')}.`)
    return undefined
  },
})
