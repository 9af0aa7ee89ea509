import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type Extent, follow, goTo, type Place, tallest } from './scroll-map.ts'

export interface TallScroll {
  /** The rows to draw, in the order of their elements, which is that of the list once the scroller rests. */
  rows: readonly TallRow[]
  first: number
  last: number
  /** Pixels of the scroller's content. */
  height: number
  /** To subtract from a row's place in the list. */
  shift: number
  /** Brings a row into view, by as little as is needed. */
  reveal: (index: number) => void
}

export interface TallRow {
  index: number
  /** Its place in the list, in pixels. */
  start: number
  /** Of the element that shows it: a row that goes out of sight leaves its element to one that comes in. */
  slot: number
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
/** Milliseconds without scrolling after which the elements are put into the order of the list. */
const restMs = 150

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
  const former = useRef(0)
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined)
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
    (next: Place) => {
      const element = scroller.current
      const before = place.current.shift
      former.current = place.current.top + before
      place.current = next
      if (element && Math.abs(element.scrollTop - next.top) > 0.5) {
        element.scrollTop = next.top
        // What the scroller made of it, so that the event of this very write moves nothing.
        place.current = { top: element.scrollTop, shift: next.shift + next.top - element.scrollTop }
      }
      // The virtualizer draws when other rows come into view, not when the same ones lie elsewhere.
      if (place.current.shift !== before) setShift(place.current.shift)
      const tell = (isScrolling: boolean) =>
        report.current?.(place.current.top + place.current.shift, isScrolling)
      tell(true)
      clearTimeout(rest.current)
      rest.current = setTimeout(() => tell(false), restMs)
    },
    [scroller],
  )

  const blocks = Math.ceil(count / blockRows)
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: blocks,
    useFlushSync: false,
    getScrollElement: () => scroller.current,
    estimateSize: (block) => Math.min(blockRows, count - block * blockRows) * rowHeight,
    rangeExtractor: ({ startIndex, endIndex }) => {
      // Always as many, so that none is made or thrown away while scrolling; one more than is seen, on the way.
      const view = scroller.current?.clientHeight ?? 0
      const size = Math.max(endIndex - startIndex + 1, Math.ceil(view / (blockRows * rowHeight)) + 1) + 1
      const up = place.current.top + place.current.shift < former.current
      const last = Math.min(blocks, Math.max(0, up ? endIndex + 1 : startIndex + size))
      return Array.from({ length: Math.min(blocks, size) }, (_, at) => Math.max(0, last - size) + at)
    },
    observeElementOffset: (_instance, callback) => {
      const element = scroller.current
      if (!element) return
      report.current = callback
      // Drawn before the browser shows the new place; a move that an effect asks for is drawn with that effect.
      const onScroll = () => flushSync(() => move(follow(place.current, element.scrollTop, extent())))
      element.addEventListener('scroll', onScroll, { passive: true })
      callback(place.current.top + place.current.shift, false)
      return () => {
        clearTimeout(rest.current)
        element.removeEventListener('scroll', onScroll)
      }
    },
    scrollToFn: (offset) => move(goTo(place.current, offset, extent())),
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
      if (start < offset) move(goTo(place.current, start, extent()))
      else if (start + rowHeight > offset + view)
        move(goTo(place.current, start + rowHeight - view, extent()))
    },
    [extent, move, rowHeight],
  )

  const drawn = virtualizer.getVirtualItems().map(({ index }) => index)
  const slots = drawn.length * blockRows
  const first = (drawn[0] ?? 0) * blockRows
  const last = Math.min(count, first + slots) - 1
  // Moving an element costs as much as making it anew, so while scrolling each stays where it is in the document.
  const turn = useRef(first)
  if (!virtualizer.isScrolling || turn.current >= count) turn.current = first
  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
    const index = first + at
    return { index, start: index * rowHeight, slot: index % slots }
  })
  const rank = ({ index }: TallRow) => modulo(index - turn.current, slots)
  rows.sort((one, other) => rank(one) - rank(other))
  return { rows, first, last, height, shift: total === height ? 0 : shift, reveal }
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by
