import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react'

/** Pixels from the end that still count as being there. */
const nearEnd = 48

/**
 * Keeps the eye where it is: at the end while it was at the end, and on the same event when earlier ones are added
 * above.
 */
export const useStay = (
  scroller: RefObject<HTMLDivElement | null>,
  content: RefObject<HTMLDivElement | null>,
  firstKey: string | undefined,
) => {
  const atEnd = useRef(true)
  const before = useRef({ firstKey, fromEnd: 0 })

  const toEnd = useCallback(() => {
    atEnd.current = true
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
  }, [scroller])

  const onScroll = useCallback(() => {
    const element = scroller.current
    if (!element) return
    const fromEnd = element.scrollHeight - element.scrollTop
    atEnd.current = fromEnd - element.clientHeight < nearEnd
    before.current.fromEnd = fromEnd
  }, [scroller])

  useLayoutEffect(() => {
    const element = scroller.current
    const earlier = before.current
    if (element && !atEnd.current && firstKey !== earlier.firstKey)
      element.scrollTop = element.scrollHeight - earlier.fromEnd
    before.current = { ...earlier, firstKey }
  }, [scroller, firstKey])

  useEffect(() => {
    const [outer, inner] = [scroller.current, content.current]
    if (!outer || !inner) return
    // Images and long texts take their height late, and the composer grows from below.
    const observer = new ResizeObserver(() => atEnd.current && toEnd())
    observer.observe(inner)
    observer.observe(outer)
    return () => observer.disconnect()
  }, [scroller, content, toEnd])

  return { onScroll, toEnd }
}
