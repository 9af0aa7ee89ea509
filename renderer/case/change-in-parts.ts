import { useCallback } from 'react'
import type { Partly } from '../../shared/contract/step.ts'
import type { Work } from '../app/acts.ts'
import { useBench } from '../app/bench.ts'
import { isCancelled, sentence } from '../ui/sentence.ts'
import { useChange } from './change.ts'

/** A change that the host makes part by part, each part durable by itself. */
export interface LongChange {
  /** What is told when all of it is done. */
  said: string
  /** What the status bar shows while it goes on; null for a change that is over in a moment. */
  title: string | null
  parts: (signal?: AbortSignal) => AsyncIterable<Partly>
}

const countOf = ({ done, total }: Partly): string =>
  `${done.toLocaleString('en')} of ${total.toLocaleString('en')} cases`

/**
 * Makes a long change with progress and cancel, and tells of it with one undo for what is done, be it all or not.
 * Answers whether anything was done.
 */
export const useChangeInParts = () => {
  const { acts } = useBench()
  const change = useChange()
  return useCallback(
    async ({ said, title, parts }: LongChange): Promise<boolean> => {
      const reached: { part?: Partly; stopped?: string } = {}
      const walk = async ({ signal, progress }: Partial<Work>) => {
        for await (const part of parts(signal)) {
          reached.part = part
          progress?.(part.done / part.total, countOf(part))
        }
      }
      return change(
        () => reached.stopped ?? said,
        async () => {
          try {
            await (title === null ? walk({}) : acts.run(title, walk))
          } catch (error) {
            const stopped = isCancelled(error)
            if (!reached.part) throw error
            reached.stopped = `Stopped after ${countOf(reached.part)}.${stopped ? '' : ` ${sentence(error)}`}`
          }
          return { step: reached.part?.step ?? null }
        },
      )
    },
    [acts, change],
  )
}
