import { z } from 'zod'
import { command } from '../command.ts'
import { neutral } from '../text/neutral.ts'

export const redo = command({
  usage: 'redo',
  summary: 'Do again what was undone last.',
  examples: ['casebench redo'],
  input: z.object({}),
  run: async (act) => {
    const { label } = await (await act.client()).history.redo({})
    await act.out.result({ label }, () => `Done again: ${neutral(label)}`)
    return undefined
  },
})
