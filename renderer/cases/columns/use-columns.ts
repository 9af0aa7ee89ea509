import { useEffect, useState } from 'react'
import type { SavedView } from '../../../shared/contract/desk.ts'
import { useBench } from '../../app/bench.ts'
import { useCall } from '../../client/use-call.ts'
import { type Column, readColumns, writeColumns } from './columns.ts'

const columnsKey = 'queue.columns'

const asTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

/** The columns of a view, or of searches without one; a change is kept at once. */
export const useColumns = (view: SavedView | null) => {
  const { client, toast } = useBench()
  const common = useCall((signal) => client.local.get({ key: columnsKey }, { signal }), [client]).value
  const [chosen, setChosen] = useState<{ of: string | null; columns: readonly Column[] } | null>(null)
  const of = view?.id ?? null
  const kept = view && view.columns.length > 0 ? view.columns : asTexts(common?.value)
  const columns = chosen?.of === of ? chosen.columns : readColumns(kept)

  // What another window keeps in the view shows once this one has nothing newer.
  const written = view?.columns.join()
  useEffect(() => {
    setChosen((now) => (now && written === writeColumns(now.columns).join() ? null : now))
  }, [written])

  /** `keep: false` while a width is being dragged. */
  const set = (next: readonly Column[], { keep = true }: { keep?: boolean } = {}) => {
    setChosen({ of, columns: next })
    if (!keep) return
    const value = writeColumns(next)
    const put = view
      ? client.views.put({ ...view, columns: value })
      : client.local.put({ key: columnsKey, value })
    put.catch(() => toast({ tone: 'danger', text: 'The columns were changed here but could not be kept.' }))
  }
  return { columns, set }
}
