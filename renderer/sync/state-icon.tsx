import {
  CirclePause,
  CloudAlert,
  CloudCheck,
  CloudOff,
  CloudSync,
  type LucideIcon,
  Unplug,
} from 'lucide-react'
import type { SyncState } from '../../shared/contract/sync.ts'

const icons: Record<SyncState, LucideIcon> = {
  off: Unplug,
  paused: CirclePause,
  offline: CloudOff,
  syncing: CloudSync,
  attention: CloudAlert,
  'up-to-date': CloudCheck,
}

/** The sign of a state; the words beside it say the same. */
export const StateIcon = ({ state, size }: { state: SyncState; size: number }) => {
  const Icon = icons[state]
  return <Icon size={size} aria-hidden />
}
