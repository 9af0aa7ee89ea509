import { useCallback } from 'react'
import { type Change, useChange } from '../case/change.ts'

/** A change with its undo, after which `again` reads what is shown. */
export const useKeep = (again: () => void): Change => {
  const change = useChange()
  return useCallback(
    async (said, work) => {
      const done = await change(said, work)
      if (done) again()
      return done
    },
    [change, again],
  )
}
