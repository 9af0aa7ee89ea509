import { type RefObject, useEffect } from 'react'
import type { ShownEvent } from '../../../shared/contract/timeline.ts'
import { useBench } from '../../app/bench.ts'
import { pathOf, useRoute } from '../../app/router.ts'

export interface AskedEventOptions {
  active: boolean
  caseRef: string
  content: RefObject<HTMLElement | null>
  /** Those that were read, whether they are drawn or not. */
  events: readonly ShownEvent[] | undefined
  show: (element: HTMLElement) => void
  /** Draws all that were read. */
  onHidden: () => void
  /** Reads earlier ones, if there are any. */
  onMissing: () => void
}

/** Goes to the event that the address asks for (`#/case/CB-1042?event=…`), once. */
export const useAskedEvent = (options: AskedEventOptions): void => {
  const { active, caseRef, content, events, show, onHidden, onMissing } = options
  const { navigate } = useBench()
  const route = useRoute()
  const asked = active ? route.query.event : undefined
  useEffect(() => {
    if (asked === undefined || !events) return
    // One that was added just now may still be on its way.
    if (!events.some(({ id }) => id === asked)) return onMissing()
    const element = content.current?.querySelector<HTMLElement>(`[data-event="${CSS.escape(asked)}"]`)
    if (!element) return onHidden()
    show(element)
    navigate(pathOf('case', caseRef), {}, { replace: true, from: route })
  })
}
