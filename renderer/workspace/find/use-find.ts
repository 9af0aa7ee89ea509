import { useEffect, useState } from 'react'
import type { z } from 'zod'
import type { foundLine } from '../../../shared/contract/workspaces.ts'
import { useBench } from '../../app/bench.ts'
import { isCancelled, sentence } from '../../ui/sentence.ts'

export type FoundLine = z.output<typeof foundLine>

export interface FindOptions {
  text: string
  regex: boolean
  matchCase: boolean
  wholeWords: boolean
  include: string
  exclude: string
}

export interface FoundFile {
  path: string
  lines: readonly FoundLine[]
}

export interface Found {
  state: 'none' | 'searching' | 'done' | 'stopped' | 'failed'
  files: readonly FoundFile[]
  lines: number
  truncated: boolean
  problem: string
}

const nothing: Found = { state: 'none', files: [], lines: 0, truncated: false, problem: '' }
/** Milliseconds without a keystroke before the files are searched. */
const calm = 250
/** Milliseconds between two drawings of what arrived. */
const drawing = 100

const patterns = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .slice(0, 50)

/** What the files of a workspace hold of a text, while it is being typed. */
export const useFind = (caseId: string | null, options: FindOptions) => {
  const { client } = useBench()
  const [found, setFound] = useState(nothing)
  const [stop, setStop] = useState<(() => void) | null>(null)
  const { text, regex, matchCase, wholeWords, include, exclude } = options
  useEffect(() => {
    if (text === '' || caseId === null) return setFound(nothing)
    const controller = new AbortController()
    const { signal } = controller
    const input = {
      caseId,
      text,
      regex,
      matchCase,
      wholeWords,
      include: patterns(include),
      exclude: patterns(exclude),
    }
    let gathered: FoundFile[] = []
    let lines = 0
    const run = async () => {
      setStop(() => () => {
        controller.abort()
        setFound({ ...nothing, state: 'stopped', files: gathered, lines })
      })
      setFound({ ...nothing, state: 'searching' })
      let drawn = performance.now()
      for await (const step of client.workspaces.find(input, { signal })) {
        if (signal.aborted) return
        if (step.type === 'done')
          return setFound({ ...nothing, state: 'done', files: gathered, lines, truncated: step.truncated })
        gathered = [...gathered, { path: step.path, lines: step.lines }]
        lines += step.lines.length
        if (performance.now() - drawn < drawing) continue
        drawn = performance.now()
        setFound({ ...nothing, state: 'searching', files: gathered, lines })
      }
    }
    const timer = setTimeout(() => {
      run().catch((error: unknown) => {
        if (!signal.aborted && !isCancelled(error))
          setFound({ ...nothing, state: 'failed', problem: sentence(error) })
      })
    }, calm)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [client, caseId, text, regex, matchCase, wholeWords, include, exclude])
  return { found, stop }
}
