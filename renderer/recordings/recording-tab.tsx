import { Clapperboard } from 'lucide-react'
import { useMemo } from 'react'
import type { ServiceClient } from '../../shared/contract/define.ts'
import type { recordings as contract } from '../../shared/contract/terminals.ts'
import { useBench } from '../app/bench.ts'
import type { TabViewProps } from '../app/feature.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Player } from './player.tsx'

/** A recording of this bench. */
const RecordingTab = ({ tabKey }: TabViewProps) => {
  const { client } = useBench()
  const { recordings } = client as Partial<{ recordings: ServiceClient<typeof contract> }>
  const source = useMemo(
    () =>
      recordings && {
        id: tabKey,
        title: tabKey,
        read: (signal: AbortSignal) => recordings.read({ id: tabKey }, { signal }),
      },
    [recordings, tabKey],
  )
  if (!source) return <EmptyState icon={Clapperboard} title="This host keeps no recordings" />
  return <Player source={source} />
}

export default RecordingTab
