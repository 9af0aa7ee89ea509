import { z } from 'zod'
import { command } from '../command.ts'
import { neutral } from '../text/neutral.ts'

export const undo = command({
  usage: 'undo',
  summary: 'Take the last change back.',
  examples: ['casebench undo'],
  input: z.object({}),
  run: async (act) => {
    const { label } = await (await act.client()).history.undo({})
    await act.out.result({ label }, () => `Undone: ${neutral(label)}`)
    return undefined
  },
})
