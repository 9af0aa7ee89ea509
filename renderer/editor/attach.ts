import type { Stepped } from '../../shared/contract/step.ts'
import type { Bench } from '../app/bench.ts'
import { undoAct } from '../app/history.ts'
import { sentence } from '../ui/sentence.ts'
import { nameOf } from './file-key.ts'

export interface AttachTarget {
  caseId: string
  caseRef: string
  path: string
}

/** Lines of a text, from 1, as an editor shows them. */
export interface Excerpt {
  from: number
  to: number
  text: string
}

const tell = async (bench: Bench, said: string, work: () => Promise<Stepped>): Promise<void> => {
  try {
    const { step } = await work()
    bench.toast({
      key: 'history',
      tone: 'ok',
      text: said,
      ...(step !== null && { act: undoAct(bench, step) }),
    })
  } catch (error) {
    bench.toast({ tone: 'danger', text: sentence(error) })
  }
}

/** Puts a file of the workspace onto the timeline of its case, or the lines chosen of it. */
export const attachToCase = async (
  bench: Bench,
  { caseId, caseRef, path }: AttachTarget,
  excerpt: Excerpt | null,
): Promise<void> => {
  const { evidence } = bench.client
  const name = nameOf(path)
  if (!excerpt)
    return tell(bench, `${name} attached to ${caseRef}`, () => evidence.attachFile({ caseId, path }))
  const { from, to, text } = excerpt
  const lines = from === to ? `Line ${from}` : `Lines ${from} to ${to}`
  return tell(bench, `${lines} of ${name} attached to ${caseRef}`, () =>
    evidence.attachExcerpt({ caseId, path, lines: { from, to }, text }),
  )
}
