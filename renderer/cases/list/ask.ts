import { formatQuery } from '../../../shared/domain/query/format.ts'
import { parseQuery } from '../../../shared/domain/query/parse.ts'
import type { HostClient } from '../../app/bench.ts'
import type { Group, Sort } from '../spec/spec.ts'

/** What is asked of the host. */
export interface Ask {
  query: string
  /** The query is being typed, so its last word may go on. */
  typing: boolean
  sort: Sort
  descending: boolean
  group: Group
  snippets: boolean
}

/** The cases of one group, or all of them under no label. */
export interface Counted {
  label: string
  query: string
  total: number
}

export interface Answer {
  parts: readonly Counted[]
  exact: boolean
}

/** A query that is being typed as one that is finished, such as `tomc*`. */
const finished = ({ query, typing }: Ask): string => {
  const parsed = parseQuery(query, { typing })
  return typing && parsed.ok ? formatQuery(parsed.query) : query
}

/** How many cases answer, by group where groups are asked for; again whenever that may have changed. */
export async function* count(client: HostClient, ask: Ask, signal: AbortSignal): AsyncGenerator<Answer> {
  const grouped = ask.group !== 'none'
  const query = grouped ? finished(ask) : ask.query
  const typing = ask.typing && !grouped
  for await (const _ of client.cases.watchCounts({ queries: [query], typing }, { signal })) {
    if (grouped) {
      const { groups } = await client.cases.groups({ query, by: ask.group }, { signal })
      yield { parts: groups, exact: true }
      continue
    }
    const quick = await client.cases.count({ query, typing, exact: false }, { signal })
    yield { parts: [{ label: '', query, total: quick.total }], exact: quick.exact }
    if (quick.exact) continue
    const { total } = await client.cases.count({ query, typing }, { signal })
    yield { parts: [{ label: '', query, total }], exact: true }
  }
}

/** What a list of this question, or of one group of it, sends with each page. */
export const inputOf = (ask: Ask, query: string) => ({
  query,
  typing: ask.typing && ask.group === 'none',
  sort: ask.sort,
  // The best come first; nobody wants them the other way round.
  ...(ask.sort !== 'best' && { descending: ask.descending }),
})
