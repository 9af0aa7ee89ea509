import type { Bench } from '../app/bench.ts'
import { isCancelled } from '../ui/sentence.ts'

/** Opens the sample desk beside whatever is here already, and shows the queue. */
export const openSampleDesk = async ({ acts, client, navigate, toast }: Bench): Promise<void> => {
  try {
    const { cases } = await acts.run('Opening the sample desk', ({ signal }) =>
      client.bench.openSampleDesk({}, { signal }),
    )
    navigate('/queue')
    toast({ tone: 'ok', text: `The sample desk is open: ${cases} cases` })
  } catch (error) {
    // Any other failure is told by the act itself.
    if (!isCancelled(error)) return
  }
}
