import { useEffect, useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { useCall } from '../../client/use-call.ts'

/** Milliseconds without a key after which output is searched. */
const calm = 150
/** Characters from which on output is searched; one alone is in all of it. */
const fewest = 2
/** Characters of a text that is searched for at most. */
const most = 200

export interface FoundOutput {
  /** A line of each block that has the text in what it printed, by the block's number. */
  lines: ReadonlyMap<number, string>
  searching: boolean
  /** Whether all that is kept was searched. */
  whole: boolean
  failed: boolean
}

const none: ReadonlyMap<number, string> = new Map()

/** Finds a text in what the commands of a terminal printed. */
export const useFoundOutput = (id: string, wanted: string): FoundOutput => {
  const { client } = useBench()
  const [query, setQuery] = useState(wanted)
  useEffect(() => {
    const timer = setTimeout(() => setQuery(wanted), calm)
    return () => clearTimeout(timer)
  }, [wanted])
  const { value, state } = useCall(
    async (signal) => {
      if (query.length < fewest) return { query, lines: none, whole: true }
      const text = query.slice(0, most)
      const { found, whole } = await client.terminals.findInBlocks({ id, query: text }, { signal })
      return { query, lines: new Map(found.map(({ number, line }) => [number, line])), whole }
    },
    [client, id, query],
    { keep: true },
  )
  // What was found for another text says nothing of this one.
  const current = value?.query === wanted ? value : undefined
  return {
    lines: current?.lines ?? none,
    searching: !current && state !== 'failed',
    whole: current?.whole ?? true,
    failed: state === 'failed',
  }
}
