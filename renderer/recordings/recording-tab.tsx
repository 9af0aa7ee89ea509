import { useMemo } from 'react'
import { useBench } from '../app/bench.ts'
import type { TabViewProps } from '../app/feature.ts'
import { Player } from './player.tsx'

/** A recording of this bench. */
const RecordingTab = ({ tabKey }: TabViewProps) => {
  const { client } = useBench()
  const source = useMemo(
    () => ({
      id: tabKey,
      title: tabKey,
      read: (signal: AbortSignal) => client.recordings.read({ id: tabKey }, { signal }),
    }),
    [client, tabKey],
  )
  return <Player source={source} />
}

export default RecordingTab
