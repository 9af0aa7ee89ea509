import type { CaseRow, caseSorts } from '../../../shared/contract/cases.ts'
import type { Services } from '../../../shared/contract/index.ts'
import type { Client } from '../../../shared/wire/client.ts'

export type CaseSort = (typeof caseSorts)[number]

/** The most rows the contract gives at once. */
const pageSize = 500

export interface ListRequest {
  query: string
  sort: CaseSort
  descending?: boolean
  limit: number
  signal: AbortSignal
}

/** The first `limit` rows of a list, page by page. A row that moved between two pages is given once. */
export async function* casePages(
  client: Client<Services>,
  { query, sort, descending, limit, signal }: ListRequest,
): AsyncGenerator<CaseRow[], void, undefined> {
  const given = new Set<string>()
  for (let offset = 0; offset < limit; offset += pageSize) {
    const asked = Math.min(pageSize, limit - offset)
    const order = descending === undefined ? {} : { descending }
    const { rows } = await client.cases.list({ query, sort, ...order, offset, limit: asked }, { signal })
    const fresh = rows.filter(({ id }) => !given.has(id))
    for (const { id } of fresh) given.add(id)
    if (fresh.length > 0) yield fresh
    if (rows.length < asked) return
  }
}
