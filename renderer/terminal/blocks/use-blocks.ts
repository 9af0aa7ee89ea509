import { useEffect } from 'react'
import { BenchError } from '../../../shared/contract/error.ts'
import type { TerminalBlock } from '../../../shared/contract/terminals.ts'
import { useBench } from '../../app/bench.ts'
import { useLive } from '../../client/use-live.ts'

/** Milliseconds before blocks are read again after the connection was lost. */
const again = 500
const none: readonly TerminalBlock[] = []

/** The commands of a terminal as its host knows them, oldest first. */
export const useBlocks = (id: string): readonly TerminalBlock[] => {
  const { client } = useBench()
  const { value, error, retry } = useLive(
    (signal) => client.terminals.blocks({ id }, { signal }),
    [client, id],
    {
      keep: true,
    },
  )
  const lost = error instanceof BenchError && error.code === 'disconnected'
  useEffect(() => {
    if (!lost) return
    const timer = setTimeout(retry, again)
    return () => clearTimeout(timer)
  })
  return value?.blocks ?? none
}
