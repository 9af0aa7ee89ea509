import { useCallback } from 'react'
import { useBench } from '../app/bench.ts'
import { isCancelled, sentence } from '../ui/sentence.ts'

/**
 * Makes something new and tells of it; answers whether it was made. What is new has no undo: one offered here would
 * take back another change.
 */
export const useMake = (again: () => void) => {
  const { toast } = useBench()
  return useCallback(
    async (said: string, work: () => Promise<unknown>): Promise<boolean> => {
      try {
        await work()
      } catch (error) {
        if (!isCancelled(error)) toast({ tone: 'danger', text: sentence(error) })
        return false
      }
      toast({ key: 'history', tone: 'ok', text: said })
      again()
      return true
    },
    [toast, again],
  )
}
