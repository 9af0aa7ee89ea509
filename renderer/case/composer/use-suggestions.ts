import { useEffect, useState } from 'react'
import { type HostClient, useBench } from '../../app/bench.ts'
import type { Naming } from './completion.ts'

export interface Suggestion {
  key: string
  insert: string
  label: string
  hint: string
}

const shownAtMost = 6

const suggest = async (
  client: HostClient,
  { kind, text }: Pick<Naming, 'kind' | 'text'>,
  signal: AbortSignal,
): Promise<Suggestion[]> => {
  if (kind === 'person') {
    const { people } = await client.people.list({ search: text, limit: shownAtMost }, { signal })
    return people.map(({ id, name, email }) => ({ key: id, insert: `@${name}`, label: name, hint: email }))
  }
  const query = /\d/.test(text) ? text : ''
  const { rows } = await client.cases.list(
    { query, typing: true, snippets: false, limit: shownAtMost },
    { signal },
  )
  return rows.map(({ id, ref, title }) => ({ key: id, insert: ref, label: `${ref} ${title}`, hint: '' }))
}

/** People or cases for what is being named; the ones before stay until the next ones are there. */
export const useSuggestions = (naming: Naming | null): readonly Suggestion[] => {
  const { client } = useBench()
  const [found, setFound] = useState<readonly Suggestion[]>([])
  const [kind, text] = [naming?.kind, naming?.text]
  useEffect(() => {
    if (kind === undefined || text === undefined) return setFound([])
    const controller = new AbortController()
    const { signal } = controller
    suggest(client, { kind, text }, signal).then(
      (next) => !signal.aborted && setFound(next),
      // Writing goes on without suggestions; a lost connection is told elsewhere.
      () => !signal.aborted && setFound([]),
    )
    return () => controller.abort()
  }, [client, kind, text])
  return found
}
