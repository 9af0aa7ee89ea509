import { useCallback } from 'react'
import type { Stepped } from '../../shared/contract/step.ts'
import { useBench } from '../app/bench.ts'
import { undoAct } from '../app/history.ts'
import { isCancelled, sentence } from '../ui/sentence.ts'

/** Does one change and tells of it with its undo; answers whether it was done. */
export type Change = (said: string | (() => string), work: () => Promise<Stepped>) => Promise<boolean>

export const useChange = (): Change => {
  const { toast, client, acts } = useBench()
  return useCallback(
    async (said, work) => {
      let step: number | null
      try {
        step = (await work()).step
      } catch (error) {
        if (!isCancelled(error)) toast({ tone: 'danger', text: sentence(error) })
        return false
      }
      // One toast for all changes, so that the undo offered is that of the last one. Where nothing changed there is none.
      toast({
        key: 'history',
        text: typeof said === 'string' ? said : said(),
        ...(step !== null && { act: undoAct({ client, toast, acts }, step) }),
      })
      return true
    },
    [toast, client, acts],
  )
}
