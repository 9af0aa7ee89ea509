import type { CaseRow } from '../../../shared/contract/cases.ts'
import type { HostClient } from '../../app/bench.ts'
import { follow } from '../../client/follow.ts'
import { type Answer, type Ask, count, inputOf } from './ask.ts'
import { type Layout, layoutOf, type Spot } from './layout.ts'
import { createPages, type Pages } from './pages.ts'

/** A heading, a case, or a case that is still being read. */
export type Item =
  | { kind: 'group'; label: string; total: number; folded: boolean }
  | { kind: 'case'; row: CaseRow | undefined }

/** The cases of one question, read as they come into sight and live while they are. */
export interface CaseList {
  readonly ask: Ask
  /** Changes with everything that is shown, for `useSyncExternalStore`. */
  version(): number
  subscribe(listener: () => void): () => void
  ready(): boolean
  error(): unknown
  /** How many cases answer, and whether that is counted and not estimated. */
  total(): { total: number; exact: boolean }
  count(): number
  itemAt(index: number): Item | undefined
  show(first: number, last: number): void
  /** Folds or unfolds the group of a heading or of a case in it; answers the index of its heading. */
  fold(index: number, to?: boolean): number | undefined
  /** The indices of the cases in the group of an index. */
  groupRange(index: number): { from: number; to: number } | undefined
  /** The ids of the cases from one index to another, in sight or not. */
  idsOf(from: number, to: number): Promise<string[]>
  dispose(): void
}

interface Segment {
  label: string
  query: string
  total: number
  pages: Pages
}

/** Rows in one answer at most; the contract's bound. */
const readAtOnce = 500

const sizeOf = ({ total, pages }: Segment) => Math.min(total, pages.end())

const createSegment = (client: HostClient, ask: Ask, label: string, query: string, onChange: () => void) => ({
  label,
  query,
  total: 0,
  pages: createPages({
    watch: (range, signal) =>
      client.cases.watchList({ ...inputOf(ask, query), ...range, snippets: ask.snippets }, { signal }),
    onChange,
  }),
})

/** The ids of a segment's cases, page by page. */
const readIds = async (client: HostClient, ask: Ask, query: string, from: number, to: number) => {
  const ids: string[] = []
  for (let offset = from; offset <= to; offset += readAtOnce) {
    const limit = Math.min(readAtOnce, to - offset + 1)
    const { rows } = await client.cases.list({ ...inputOf(ask, query), snippets: false, offset, limit })
    ids.push(...rows.map(({ id }) => id))
    if (rows.length < limit) break
  }
  return ids
}

export const createCaseList = (client: HostClient, ask: Ask): CaseList => {
  const grouped = ask.group !== 'none'
  const folded = new Set<string>()
  const listeners = new Set<() => void>()
  let segments: Segment[] = []
  let exact: boolean | null = null
  let failed: unknown
  let version = 0
  let layout: Layout | null = null

  const changed = () => {
    version += 1
    layout = null
    for (const listener of listeners) listener()
  }

  const take = ({ parts, exact: sure }: Answer) => {
    const before = new Map(segments.map((segment) => [segment.query, segment]))
    segments = parts.map(({ label, query, total }) => {
      const segment = before.get(query) ?? createSegment(client, ask, label, query, changed)
      before.delete(query)
      segment.total = total
      return segment
    })
    for (const { pages } of before.values()) pages.dispose()
    exact = sure
    changed()
  }

  const laidOut = () => {
    layout ??= layoutOf(
      segments.map((one) => ({ total: sizeOf(one), headed: grouped, folded: folded.has(one.label) })),
    )
    return layout
  }

  const locate = (index: number): (Spot & { segment: Segment }) | undefined => {
    const spot = laidOut().spotAt(index)
    const segment = spot && segments[spot.run]
    return segment && { ...spot, segment }
  }

  /** The stretch of each unfolded segment between two indices. */
  const stretches = (first: number, last: number) => {
    const [from, to] = [locate(first), locate(Math.min(last, laidOut().count - 1))]
    if (!from || !to) return []
    return segments.slice(from.run, to.run + 1).flatMap((segment, at) => {
      const run = from.run + at
      const start = run === from.run ? (from.offset ?? 0) : 0
      const end = run === to.run ? (to.offset ?? -1) : sizeOf(segment) - 1
      return end < start || folded.has(segment.label) ? [] : [{ segment, start, end }]
    })
  }

  if (!grouped) {
    // The first page need not wait for the count.
    const all = createSegment(client, ask, '', ask.query, changed)
    segments = [all]
    all.pages.show(0, 0)
  }
  const stop = follow(
    (signal) => count(client, ask, signal),
    (next) => {
      if (next.state === 'live') return take(next.value)
      failed = next.error
      changed()
    },
  )

  return {
    ask,
    version: () => version,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ready() {
      const [first] = segments
      return exact !== null && (grouped || !first || first.total === 0 || first.pages.begun())
    },
    error: () => failed ?? segments.map(({ pages }) => pages.error()).find(Boolean),
    total() {
      const found = segments.reduce((sum, { total }) => sum + total, 0)
      const there = segments.reduce((sum, segment) => sum + sizeOf(segment), 0)
      return { total: there, exact: exact === true || there < found }
    },
    count: () => laidOut().count,
    itemAt(index) {
      const spot = locate(index)
      if (!spot) return undefined
      const { segment, offset } = spot
      if (offset !== null) return { kind: 'case', row: segment.pages.rowAt(offset) }
      return { kind: 'group', label: segment.label, total: segment.total, folded: folded.has(segment.label) }
    },
    show(first, last) {
      const seen = stretches(first, last)
      for (const segment of segments) if (!seen.some((one) => one.segment === segment)) segment.pages.hide()
      for (const { segment, start, end } of seen) segment.pages.show(start, end)
    },
    fold(index, to) {
      const spot = locate(index)
      if (!grouped || !spot) return undefined
      const { label } = spot.segment
      if (to ?? !folded.has(label)) folded.add(label)
      else folded.delete(label)
      changed()
      return laidOut().firstOf(spot.run) - 1
    },
    groupRange(index) {
      const spot = locate(index)
      if (!spot || folded.has(spot.segment.label)) return undefined
      const from = laidOut().firstOf(spot.run)
      return { from, to: from + sizeOf(spot.segment) - 1 }
    },
    async idsOf(from, to) {
      const read: string[] = []
      for (const { segment, start, end } of stretches(from, to))
        read.push(...(await readIds(client, ask, segment.query, start, end)))
      return read
    },
    dispose() {
      stop()
      for (const { pages } of segments) pages.dispose()
      listeners.clear()
    },
  }
}
