import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react'

/** Pixels from the end that still count as being there. */
const nearEnd = 48

/**
 * Keeps the eye where it is: at the end while it was at the end, and on the same event when earlier ones are added
 * above.
 */
export const useStay = (
  scroller: RefObject<HTMLDivElement | null>,
  content: RefObject<HTMLDivElement | null>,
  { firstKey, ready }: { firstKey: string | undefined; ready: boolean },
) => {
  const atEnd = useRef(true)
  const before = useRef({ firstKey, fromEnd: 0, top: 0 })

  const toEnd = useCallback(() => {
    atEnd.current = true
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
  }, [scroller])

  /** Brings an event before the eye, wherever that was. */
  const toEvent = useCallback((element: HTMLElement) => {
    atEnd.current = false
    element.focus({ preventScroll: true })
    element.scrollIntoView({ block: 'nearest' })
  }, [])

  const onScroll = useCallback(() => {
    const element = scroller.current
    if (!element) return
    const fromEnd = element.scrollHeight - element.scrollTop
    // What grows below also moves the end away; only going up means to leave it.
    if (fromEnd - element.clientHeight < nearEnd) atEnd.current = true
    else if (element.scrollTop < before.current.top) atEnd.current = false
    before.current = { ...before.current, fromEnd, top: element.scrollTop }
  }, [scroller])

  useLayoutEffect(() => {
    const element = scroller.current
    const earlier = before.current
    if (element && !atEnd.current && firstKey !== earlier.firstKey)
      element.scrollTop = element.scrollHeight - earlier.fromEnd
    before.current = { ...earlier, firstKey }
  }, [scroller, firstKey])

  useLayoutEffect(() => {
    const [outer, inner] = [scroller.current, content.current]
    if (!ready || !outer || !inner) return
    toEnd()
    // Images and long texts take their height late, and the composer grows from below.
    const observer = new ResizeObserver(() => atEnd.current && toEnd())
    observer.observe(inner)
    observer.observe(outer)
    return () => observer.disconnect()
  }, [scroller, content, toEnd, ready])

  return { onScroll, toEnd, toEvent }
}
