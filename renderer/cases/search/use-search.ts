import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { parseQuery } from '../../../shared/domain/query/parse.ts'
import type { ListSpec } from '../spec/spec.ts'
import type { Queue } from '../spec/use-spec.ts'
import { useRecent } from './use-recent.ts'

/** Milliseconds of rest after which a search being typed is asked, and after which the address says it. */
const askMs = 120
const addressMs = 700

interface Draft {
  text: string
  asked: string
  /** The search in the address that this is a change of; another one ends the draft. */
  of: string
  /** What the box said before. */
  from: string
}

export interface Search {
  /** What stands in the box. */
  readonly text: string
  /** Whether it is still being typed. */
  readonly typing: boolean
  /** What to list; null where the text cannot be read and nothing could before. */
  readonly asked: { readonly query: string; readonly typing: boolean } | null
  readonly recent: readonly string[]
  type(text: string): void
  commit(text: string): void
  /** Back to what was searched before typing; answers whether there was anything to take back. */
  reset(): boolean
  /** What was typed led somewhere, so it is worth remembering. */
  remember(): void
}

const originOf = ({ view, query }: ListSpec) => `${view?.id ?? ''} ${query}`

/** The search between the box and the address: what is typed is asked soon, and written into the address later. */
export const useSearch = (queue: Queue): Search => {
  const { spec, search } = queue
  const { recent, add } = useRecent()
  const [kept, setDraft] = useState<Draft | null>(null)
  const origin = originOf(spec)
  const draft = kept?.of === origin ? kept : null
  const text = draft?.text

  const write = useEffectEvent((query: string) => {
    if (query === spec.query || !parseQuery(query, { typing: true }).ok) return
    const of = originOf(search(query, { typing: true }))
    setDraft((now) => now && { ...now, of })
  })
  useEffect(() => {
    if (text === undefined) return
    const ask = setTimeout(() => setDraft((now) => now && { ...now, asked: text }), askMs)
    const address = setTimeout(() => write(text), addressMs)
    return () => {
      clearTimeout(ask)
      clearTimeout(address)
    }
  }, [text])

  const query = draft?.asked ?? spec.query
  const typing = draft !== null || spec.typing
  const readable = useMemo(() => parseQuery(query, { typing }).ok, [query, typing])
  const lastReadable = useRef<Search['asked']>(null)
  if (readable) lastReadable.current = { query, typing }

  // What to go back to from a finished search that cannot be read.
  const lastGood = useRef('')
  const finished = parseQuery(spec.query).ok
  if (finished && !typing) lastGood.current = spec.query

  return {
    text: text ?? spec.query,
    typing,
    asked: lastReadable.current,
    recent,
    type: (next) =>
      setDraft({
        text: next,
        asked: draft?.asked ?? spec.query,
        of: origin,
        from: draft?.from ?? spec.query,
      }),
    commit(next) {
      setDraft(null)
      if (next !== spec.query || spec.typing) search(next)
      if (parseQuery(next).ok) add(next)
    },
    reset() {
      if (!draft && !finished) {
        search(lastGood.current)
        return true
      }
      if (!draft) return false
      setDraft(null)
      if (spec.query !== draft.from) search(draft.from)
      return true
    },
    remember() {
      if (draft && parseQuery(draft.text).ok) add(draft.text)
    },
  }
}
