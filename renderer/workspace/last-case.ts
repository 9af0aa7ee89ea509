import { useEffect, useState } from 'react'
import type { ActiveTab } from '../app/route.ts'
import { caseRefOf } from '../case/current-case.ts'

/** The case in front, or the one that was before a tab of another kind came to the front. */
export const useLastCase = (tab: ActiveTab | null): string | null => {
  const ref = caseRefOf(tab)
  const [last, setLast] = useState(ref)
  useEffect(() => {
    if (ref !== null) setLast(ref)
  }, [ref])
  return ref ?? last
}
