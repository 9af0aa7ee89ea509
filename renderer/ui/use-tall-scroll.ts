import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type Extent, follow, goTo, type Place, tallest } from './scroll-map.ts'

export interface TallScroll {
  /** The rows to draw, in order; `start` is their place in the list. */
  rows: readonly { index: number; start: number }[]
  /** Pixels of the scroller's content. */
  height: number
  /** To subtract from a row's place in the list. */
  shift: number
  /** Brings a row into view, by as little as is needed. */
  reveal: (index: number) => void
}

export interface TallScrollOptions {
  scroller: RefObject<HTMLDivElement | null>
  count: number
  rowHeight: number
  /** Pixels of a header that sticks to the top. */
  headerHeight: number
}

/**
 * Rows that are told apart together: the virtualizer's work at a new count grows with what it tells apart, and there is
 * less to draw anew while scrolling.
 */
const blockRows = 8

const usePixelRatio = (): number => {
  const [ratio, setRatio] = useState(() => window.devicePixelRatio)
  useEffect(() => {
    const query = matchMedia(`(resolution: ${ratio}dppx)`)
    const update = () => setRatio(window.devicePixelRatio)
    query.addEventListener('change', update)
    return () => query.removeEventListener('change', update)
  }, [ratio])
  return ratio
}

/** A virtualizer of rows of one height that also serves lists taller than the browser can lay out. */
export const useTallScroll = ({
  scroller,
  count,
  rowHeight,
  headerHeight,
}: TallScrollOptions): TallScroll => {
  const place = useRef<Place>({ top: 0, shift: 0 })
  const report = useRef<(offset: number, isScrolling: boolean) => void>(undefined)
  const [shift, setShift] = useState(0)
  const total = count * rowHeight
  const height = Math.min(total, tallest(usePixelRatio()))
  const extentRef = useRef<Omit<Extent, 'view'>>({ total, height })
  extentRef.current = { total, height }

  const extent = useCallback(
    (): Extent => ({ ...extentRef.current, view: (scroller.current?.clientHeight ?? 0) - headerHeight }),
    [scroller, headerHeight],
  )

  const move = useCallback(
    (next: Place, isScrolling: boolean, draw: (work: () => void) => void = (work) => work()) => {
      const element = scroller.current
      const before = place.current.shift
      place.current = next
      if (element && Math.abs(element.scrollTop - next.top) > 0.5) {
        element.scrollTop = next.top
        // What the scroller made of it, so that the event of this very write moves nothing.
        place.current = { top: element.scrollTop, shift: next.shift + next.top - element.scrollTop }
      }
      // The virtualizer draws when other rows come into view, not when the same ones lie elsewhere.
      if (place.current.shift !== before) draw(() => setShift(place.current.shift))
      report.current?.(place.current.top + place.current.shift, isScrolling)
    },
    [scroller],
  )

  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: Math.ceil(count / blockRows),
    getScrollElement: () => scroller.current,
    estimateSize: (block) => Math.min(blockRows, count - block * blockRows) * rowHeight,
    overscan: 1,
    observeElementOffset: (_instance, callback) => {
      const element = scroller.current
      if (!element) return
      report.current = callback
      const onScroll = () => move(follow(place.current, element.scrollTop, extent()), true, flushSync)
      const onEnd = () => report.current?.(place.current.top + place.current.shift, false)
      element.addEventListener('scroll', onScroll, { passive: true })
      element.addEventListener('scrollend', onEnd, { passive: true })
      onEnd()
      return () => {
        element.removeEventListener('scroll', onScroll)
        element.removeEventListener('scrollend', onEnd)
      }
    },
    scrollToFn: (offset) => move(goTo(place.current, offset, extent()), false),
  })

  // The rows keep their measures until told that their height changed.
  const measuredHeight = useRef(rowHeight)
  if (measuredHeight.current !== rowHeight) {
    measuredHeight.current = rowHeight
    virtualizer.measure()
  }

  const reveal = useCallback(
    (index: number) => {
      const { view } = extent()
      const offset = place.current.top + place.current.shift
      const start = index * rowHeight
      if (start < offset) move(goTo(place.current, start, extent()), false)
      else if (start + rowHeight > offset + view)
        move(goTo(place.current, start + rowHeight - view, extent()), false)
    },
    [extent, move, rowHeight],
  )

  const rows = virtualizer.getVirtualItems().flatMap(({ index: block }) => {
    const first = block * blockRows
    const size = Math.max(0, Math.min(blockRows, count - first))
    return Array.from({ length: size }, (_, at) => ({ index: first + at, start: (first + at) * rowHeight }))
  })
  return { rows, height, shift: total === height ? 0 : shift, reveal }
}
