import { useCallback, useEffect, useEffectEvent, useState } from 'react'

export interface Part {
  search: string
  offset: number
  limit: number
}

/** Reads a part of a list, and how long the whole list is. */
export type ReadRows<T> = (part: Part, signal: AbortSignal) => Promise<{ rows: readonly T[]; total: number }>

const pageSize = 100
/** Pages kept on each side of what is in sight. */
const keptAround = 10

interface Shown<T> {
  search: string
  total: number
  pages: ReadonlyMap<number, readonly T[]>
}

export interface Rows<T> {
  /** Undefined until the first answer. */
  total: number | undefined
  error: unknown
  rowAt(index: number): T | undefined
  onRangeChange(first: number, last: number): void
  retry(): void
}

const near = ([at]: readonly [number, unknown], { from, to }: { from: number; to: number }) =>
  at >= from - keptAround && at <= to + keptAround

/** A searched list, read by pages as they come into sight, and anew whenever `fresh` changes. */
export const useRows = <T>(read: ReadRows<T>, search: string, fresh: number): Rows<T> => {
  const [sight, setSight] = useState({ search, from: 0, to: 0 })
  const [shown, setShown] = useState<Shown<T>>()
  const [error, setError] = useState<unknown>()
  const [tries, setTries] = useState(0)
  const ask = useEffectEvent(read)
  const { from, to } = sight.search === search ? sight : { from: 0, to: 0 }
  const question = `${search}\n${fresh}\n${tries}\n${from}\n${to}`

  useEffect(() => {
    // Named so that it is read again with each of its parts.
    if (!question) return
    const controller = new AbortController()
    const { signal } = controller
    const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index)
    Promise.all(numbers.map((at) => ask({ search, offset: at * pageSize, limit: pageSize }, signal))).then(
      (answers) => {
        if (signal.aborted) return
        setError(undefined)
        setShown((before) => {
          const kept =
            before?.search === search ? [...before.pages].filter((page) => near(page, { from, to })) : []
          const pages = new Map([
            ...kept,
            ...answers.map(({ rows }, index): [number, readonly T[]] => [from + index, rows]),
          ])
          return { search, total: answers[0]?.total ?? 0, pages }
        })
      },
      (reason: unknown) => {
        if (!signal.aborted) setError(reason)
      },
    )
    return () => controller.abort()
  }, [search, from, to, question])

  const onRangeChange = useCallback(
    (first: number, last: number) => {
      const next = { search, from: Math.floor(first / pageSize), to: Math.floor(last / pageSize) }
      setSight((now) =>
        now.search === next.search && now.from === next.from && now.to === next.to ? now : next,
      )
    },
    [search],
  )
  return {
    total: shown?.total,
    error,
    rowAt: (index) => shown?.pages.get(Math.floor(index / pageSize))?.[index % pageSize],
    onRangeChange,
    retry: () => setTries((count) => count + 1),
  }
}
