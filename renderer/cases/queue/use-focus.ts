import { useEffect, useEffectEvent, useRef } from 'react'
import { useBench } from '../../app/bench.ts'
import { useRoute } from '../../app/router.ts'
import type { VirtualListHandle } from '../../ui/virtual-list.tsx'
import type { SearchBoxHandle } from '../search/search-box.tsx'
import { saysWhat } from '../spec/spec.ts'

/** Whether the focus is nowhere that takes keys: the dock gives it to its groups. */
const isIdle = (element: Element | null): boolean =>
  element === null || element === document.body || element.matches('div[tabindex="-1"]')

/** Where the keyboard is: in the box when the address asks for it, in the list when it would be nowhere. */
export const useFocus = ({ inFront, listed }: { inFront: boolean; listed: boolean }) => {
  const { navigate } = useBench()
  const from = useRoute()
  const { query } = from
  const box = useRef<SearchBoxHandle>(null)
  const table = useRef<VirtualListHandle>(null)

  // Once the address is complete, so that completing it does not bring the word back.
  const wantsSearch = inFront && query.focus === 'search' && saysWhat(query)
  const focusSearch = useEffectEvent(() => {
    const { focus: _, ...rest } = query
    navigate('/queue', rest, { replace: true, from })
    // The dock moves the focus with the tab that comes to the front.
    requestAnimationFrame(() => box.current?.focus())
  })
  useEffect(() => {
    if (wantsSearch) focusSearch()
  }, [wantsSearch])

  useEffect(() => {
    if (inFront && listed && isIdle(document.activeElement)) table.current?.focus()
  }, [inFront, listed])

  return {
    box,
    table,
    toSearch: () => box.current?.focus(),
    toTable: () => table.current?.focus(),
  }
}
