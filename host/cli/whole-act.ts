import { BenchError } from '../../shared/contract/error.ts'
import type { Output } from './output.ts'
import { count } from './text/size.ts'

type Step =
  | { type: 'progress'; step: string; done: number; total: number }
  | { type: 'done'; path: string; bytes: number }

/** Shows the steps of an act on the whole bench or a whole case; answers what it wrote. */
export const follow = async (
  steps: AsyncIterable<Step>,
  out: Output,
): Promise<{ path: string; bytes: number }> => {
  for await (const step of steps) {
    if (step.type === 'done') return { path: step.path, bytes: step.bytes }
    out.progress.show(`${step.step}: ${count(step.done)} of ${count(step.total)}`)
  }
  throw new BenchError(
    'internal',
    'The host ended without saying that it was done; look at the result before you use it.',
  )
}
