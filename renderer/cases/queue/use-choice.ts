import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { type Selection, useSelection } from '../../ui/selection.ts'
import type { CaseList } from '../list/case-list.ts'

export interface Choice {
  readonly active: number
  setActive(index: number): void
  readonly selection: Selection
  /** The selected cases, else the active one. */
  targets(): readonly string[]
}

const nowhere = { count: 0, keyAt: () => undefined, keysOf: async () => [] }

/** The active row and the selected cases of a list; both begin anew with another search. */
export const useChoice = (list: CaseList | null): Choice => {
  const { toast } = useBench()
  const [active, setActive] = useState(0)
  const keyAt = useCallback(
    (index: number) => {
      const item = list?.itemAt(index)
      return item?.kind === 'case' ? item.row?.id : undefined
    },
    [list],
  )
  const keysOf = useCallback(async (from: number, to: number) => (await list?.idsOf(from, to)) ?? [], [list])
  const onProblem = useCallback((text: string) => toast(text), [toast])
  const count = list?.count() ?? 0
  const source = list ? { count, keyAt, keysOf } : nowhere
  const selection = useSelection({ ...source, onProblem })

  const query = list?.ask.query
  const begin = useEffectEvent(() => {
    selection.clear()
    setActive(0)
  })
  useEffect(() => {
    if (query !== undefined) begin()
  }, [query])

  return {
    active: Math.min(active, Math.max(0, count - 1)),
    setActive,
    selection,
    targets: () => {
      if (selection.keys.size > 0) return [...selection.keys]
      const one = keyAt(active)
      return one === undefined ? [] : [one]
    },
  }
}
