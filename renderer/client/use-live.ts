import { type DependencyList, useEffect, useState } from 'react'
import { type Followed, follow } from './follow.ts'

export type Live<T> = Followed<T> & {
  /** Opens the stream again, for a button beside the error. */
  retry(): void
}

export interface LiveOptions {
  /** Shows the former value while another stream loads: for the same list under another filter, not for another case. */
  keep?: boolean
}

/**
 * The latest value of a stream of the host, opened anew when `deps` change and closed with the view. Live views
 * (`watch…`) come back by themselves when the connection was lost.
 *
 *     const { value, state, error } = useLive((signal) => client.cases.watch({ key }, { signal }), [client, key])
 */
export const useLive = <T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  deps: DependencyList,
  { keep = false }: LiveOptions = {},
): Live<T> => {
  const [tries, setTries] = useState(0)
  const wanted = [...deps, tries]
  const [opened, setOpened] = useState({ open, deps: wanted })
  const opening = isSame(opened.deps, wanted) ? opened : { open, deps: wanted }
  // Set while rendering, so that no view ever shows what belongs to the former dependencies.
  if (opening !== opened) setOpened(opening)
  const [told, setTold] = useState<{ opening: object; followed: Followed<T> } | null>(null)

  useEffect(() => follow(opening.open, (followed) => setTold({ opening, followed })), [opening])

  const retry = () => setTries((count) => count + 1)
  if (told?.opening === opening) return { ...told.followed, retry }
  return { state: 'loading', value: keep ? told?.followed.value : undefined, error: undefined, retry }
}

const isSame = (a: DependencyList, b: DependencyList): boolean =>
  a.length === b.length && a.every((value, at) => Object.is(value, b[at]))
