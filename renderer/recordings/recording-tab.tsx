import { useMemo } from 'react'
import { useBench } from '../app/bench.ts'
import type { TabViewProps } from '../app/feature.ts'
import { useRoute } from '../app/router.ts'
import { Player } from './player.tsx'

/** A recording of this bench; from the marker of a command on where the address names one. */
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
  const { path, query } = useRoute()
  const asked = path[0] === 'recording' && path[1] === tabKey ? query.marker : undefined
  const startedAt = Number(query.at)
  const marker = useMemo(
    () => (asked === undefined ? undefined : { label: asked, startedAt }),
    [asked, startedAt],
  )
  return <Player source={source} marker={marker} />
}

export default RecordingTab
