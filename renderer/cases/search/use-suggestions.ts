import { useCallback, useMemo } from 'react'
import { completeAt } from '../../../shared/domain/query/complete.ts'
import { useBench } from '../../app/bench.ts'
import { useOptions } from '../../ui/use-options.ts'

export interface Suggestion {
  kind: 'completion' | 'recent'
  start: number
  end: number
  insert: string
  label: string
  hint: string
}

/** Milliseconds a place must rest before names are asked for. */
const restMs = 60
const recentShown = 6

/** The text with a suggestion in its place, and where the cursor goes. */
export const accepted = (
  text: string,
  { start, end, insert }: Suggestion,
): { text: string; cursor: number } => {
  const rest = text.slice(end)
  // A value is finished, so that the next word can follow; a filter waits for its value.
  const gap = insert.endsWith(':') || /^[\s,)]/.test(rest) ? '' : ' '
  return { text: `${text.slice(0, start)}${insert}${gap}${rest}`, cursor: start + insert.length + gap.length }
}

/** Whether anything typed at the cursor asks for a completion; a space does not. */
const asks = (text: string, cursor: number): boolean => {
  const place = completeAt(text, cursor)
  return place !== null && (place.kind === 'value' || place.prefix !== '')
}

const rest = (signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, restMs)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })

export interface SuggestionPlace {
  text: string
  cursor: number
  /** The box has the focus and was not dismissed. */
  active: boolean
  recent: readonly string[]
}

/** What the box offers: former searches while it is empty, else what the word at the cursor may become. */
export const useSuggestions = ({ text, cursor, active, recent }: SuggestionPlace): readonly Suggestion[] => {
  const { client } = useBench()
  const wanted = active && asks(text, cursor) ? `${cursor} ${text}` : ''
  const load = useCallback(
    async (place: string, signal: AbortSignal): Promise<readonly (Suggestion & { of: string })[]> => {
      if (place === '') return []
      await rest(signal)
      const [at = ''] = place.split(' ', 1)
      const query = place.slice(at.length + 1)
      const { completions } = await client.cases.complete({ query, cursor: Number(at) }, { signal })
      return completions.map((one) => ({ ...one, kind: 'completion', of: place }))
    },
    [client],
  )
  const { options } = useOptions(load, wanted)
  return useMemo(() => {
    if (!active) return []
    if (text === '')
      return recent.slice(0, recentShown).map((insert) => ({
        kind: 'recent',
        start: 0,
        end: 0,
        insert,
        label: insert,
        hint: '',
      }))
    // Those of the place before would be put in at the wrong one.
    const ours = options.filter(({ of }) => of === wanted)
    const done =
      ours.length === 1 && ours.every(({ start, end, insert }) => text.slice(start, end) === insert)
    return done ? [] : ours
  }, [active, text, recent, options, wanted])
}
