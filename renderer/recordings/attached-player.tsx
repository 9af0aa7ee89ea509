import { useMemo } from 'react'
import { useBench } from '../app/bench.ts'
import { Player } from './player.tsx'

/** A recording among the attachments of a case. */
const AttachedPlayer = ({ sha256, name }: { sha256: string; name: string }) => {
  const { client } = useBench()
  const source = useMemo(
    () => ({
      id: sha256,
      title: name,
      read: (signal: AbortSignal) => client.attachments.read({ sha256 }, { signal }),
    }),
    [client, sha256, name],
  )
  return <Player source={source} />
}

export default AttachedPlayer
