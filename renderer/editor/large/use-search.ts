import { useEffect, useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { isCancelled, sentence } from '../../ui/sentence.ts'
import type { FileDocument } from '../document.ts'
import type { FoundLine } from './types.ts'

/** Milliseconds without a keystroke before the file is searched. */
const calm = 150
const foundAtMost = 10_000

export interface Search {
  state: 'none' | 'searching' | 'done' | 'failed'
  lines: readonly FoundLine[]
  truncated: boolean
  problem: string
}

const nothing: Search = { state: 'none', lines: [], truncated: false, problem: '' }

/** A path as a pattern that fits it alone. */
const escapeGlob = (path: string): string => path.replaceAll(/[\\*?[\]{}!]/g, '\\$&')

/** Lines of one file that hold a text, while it is being typed. */
export const useSearch = ({ caseId, path }: FileDocument, text: string): Search => {
  const { client } = useBench()
  const [search, setSearch] = useState(nothing)
  useEffect(() => {
    if (text === '') return setSearch(nothing)
    const controller = new AbortController()
    const { signal } = controller
    const run = async () => {
      setSearch({ ...nothing, state: 'searching' })
      const input = { caseId, text, include: [`/${escapeGlob(path)}`], limit: foundAtMost }
      let lines: FoundLine[] = []
      for await (const step of client.workspaces.find(input, { signal })) {
        if (signal.aborted) return
        if (step.type === 'done')
          return setSearch({ state: 'done', lines, truncated: step.truncated, problem: '' })
        if (step.path === path) lines = [...lines, ...step.lines]
        setSearch({ ...nothing, state: 'searching', lines })
      }
    }
    const timer = setTimeout(() => {
      run().catch((error: unknown) => {
        if (!isCancelled(error) && !signal.aborted)
          setSearch({ ...nothing, state: 'failed', problem: sentence(error) })
      })
    }, calm)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [client, caseId, path, text])
  return search
}
