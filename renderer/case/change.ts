import { useCallback } from 'react'
import { useBench } from '../app/bench.ts'
import { isCancelled, sentence } from '../ui/sentence.ts'

/** Does one change and tells of it with its undo; answers whether it was done. */
export type Change = (said: string | (() => string), work: () => Promise<unknown>) => Promise<boolean>

export const useChange = (): Change => {
  const { toast, commands } = useBench()
  return useCallback(
    async (said, work) => {
      try {
        await work()
      } catch (error) {
        if (!isCancelled(error)) toast({ tone: 'danger', text: sentence(error) })
        return false
      }
      // One toast for all changes, so that the undo offered is always that of the last one.
      toast({
        key: 'history',
        text: typeof said === 'string' ? said : said(),
        act: { label: 'Undo', run: () => void commands.run('history.undo') },
      })
      return true
    },
    [toast, commands],
  )
}
