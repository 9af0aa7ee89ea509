import type { CaseRow } from '../../../shared/contract/cases.ts'
import { follow } from '../../client/follow.ts'

export const pageSize = 100
/** Pages kept though out of sight, so that going back shows them at once. */
const keptAtMost = 24
/** Rows read ahead of a slow scroll, so that they are there when they come into sight. */
const readAhead = pageSize
/** A scroll by fewer rows at once is slow; what is faster passes more than can be read. */
const slowRows = pageSize / 2
/** Milliseconds a page must stay in sight before it is asked for, so that a fling asks for nothing on its way. */
const settleMs = 45

export interface PagesOptions {
  watch: (range: { offset: number; limit: number }, signal: AbortSignal) => AsyncIterable<{ rows: CaseRow[] }>
  onChange: () => void
}

interface Page {
  rows: readonly CaseRow[]
  usedAt: number
}

/** The loaded part of one run of cases: pages in sight are live, some of the others are kept. */
export interface Pages {
  rowAt(offset: number): CaseRow | undefined
  /** Whether page 0 is there. */
  begun(): boolean
  /** How many rows there are at most, once a page ended early. */
  end(): number
  error(): unknown
  /** Makes the pages with these rows live, and with those that a slow scroll comes to next; the others not. */
  show(first: number, last: number): void
  /** None of these rows is in sight; the pages stay for a while, but live no more. */
  hide(): void
  dispose(): void
}

export const createPages = ({ watch, onChange }: PagesOptions): Pages => {
  const pages = new Map<number, Page>()
  const live = new Map<number, () => void>()
  let wanted: number[] = []
  let seen = { first: 0, last: -1 }
  let end = Number.POSITIVE_INFINITY
  let failed: unknown
  let timer: ReturnType<typeof setTimeout> | undefined
  let clock = 0

  const prune = () => {
    const spare = [...pages]
      .filter(([at]) => !live.has(at))
      .sort(([, one], [, other]) => one.usedAt - other.usedAt)
    for (const [at] of spare.slice(0, Math.max(0, pages.size - keptAtMost))) pages.delete(at)
  }

  const arrived = (at: number, rows: readonly CaseRow[]) => {
    clock += 1
    pages.set(at, { rows, usedAt: clock })
    const before = end
    const reached = at * pageSize + rows.length
    if (rows.length < pageSize) end = rows.length === 0 && at > 0 ? Math.min(end, reached) : reached
    else if (reached > end) end = Number.POSITIVE_INFINITY
    prune()
    const shown = at * pageSize <= seen.last && seen.first < (at + 1) * pageSize
    if (shown || end !== before) onChange()
  }

  const open = (at: number) =>
    follow(
      (signal) => watch({ offset: at * pageSize, limit: pageSize }, signal),
      (next) => {
        if (next.state === 'failed') {
          failed = next.error
          onChange()
        } else if (next.state === 'live') {
          failed = undefined
          arrived(at, next.value.rows)
        }
      },
    )

  const start = () => {
    timer = undefined
    for (const at of wanted) if (!live.has(at)) live.set(at, open(at))
  }

  const hide = () => {
    clearTimeout(timer)
    for (const stop of live.values()) stop()
    live.clear()
    wanted = []
    seen = { first: 0, last: -1 }
  }

  return {
    rowAt: (offset) => pages.get(Math.floor(offset / pageSize))?.rows[offset % pageSize],
    begun: () => pages.has(0),
    end: () => end,
    error: () => failed,
    show(first, last) {
      const way = first - seen.first
      const slow = seen.last >= 0 && Math.abs(way) < slowRows
      if (way === 0 && last === seen.last) return
      const ahead = slow ? Math.sign(way) * readAhead : 0
      seen = { first, last }
      const from = Math.floor(Math.max(0, first + Math.min(0, ahead)) / pageSize)
      const to = Math.floor(Math.min(last + Math.max(0, ahead), Math.max(last, end - 1)) / pageSize)
      const next = Array.from({ length: to - from + 1 }, (_, at) => from + at)
      if (next.length === wanted.length && next[0] === wanted[0]) return
      wanted = next
      for (const [at, stop] of live) {
        if (wanted.includes(at)) continue
        stop()
        live.delete(at)
      }
      clearTimeout(timer)
      if (slow || (pages.size === 0 && live.size === 0)) start()
      else timer = setTimeout(start, settleMs)
    },
    hide,
    dispose: hide,
  }
}
