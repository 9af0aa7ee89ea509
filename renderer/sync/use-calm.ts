import { useEffect, useEffectEvent, useState } from 'react'
import type { SyncStatus } from '../../shared/contract/sync.ts'

/** Milliseconds that a sync goes on before the bar speaks of it: most are over before anybody could read it. */
const brief = 600

/** The status without syncs that come and go. */
export const useCalm = (status: SyncStatus | null): SyncStatus | null => {
  const [settled, setSettled] = useState(status)
  const passing = status?.state === 'syncing' && settled !== null && settled.state !== 'syncing'
  // Set while rendering, so that no state is ever drawn after the one that follows it.
  if (!passing && settled !== status) setSettled(status)
  const settle = useEffectEvent(() => setSettled(status))
  useEffect(() => {
    if (!passing) return
    const timer = setTimeout(() => settle(), brief)
    return () => clearTimeout(timer)
  }, [passing])
  return passing ? settled : status
}
