/**
 * Lays a list taller than an element may be (2^25 device pixels in Chromium, so less with zoom) onto a shorter
 * scroller. `offset` is a place in the list, `top` the scroller's; `shift` is their difference. Near both ends the
 * two run one to one; between, the scrollbar is proportional and small movements stay one to one.
 */
export interface Extent {
  /** Pixels of the whole list. */
  total: number
  /** Pixels of the scroller's content; less than `total` when the list is laid shorter. */
  height: number
  /** Pixels of it that are seen. */
  view: number
}

export interface Place {
  top: number
  shift: number
}

/** Pixels an element may be high, with room to spare; `ratio` is device pixels per CSS pixel. */
export const tallest = (ratio: number): number => Math.floor(30_000_000 / Math.max(1, ratio))

const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most))

const edgeOf = ({ height, view }: Extent): number => Math.min(10 * view, Math.max(0, (height - view) / 4))

/** Maps [edge, from - edge] onto [edge, to - edge]; one to one outside. */
const stretch = (value: number, from: number, to: number, edge: number): number => {
  if (from === to || value <= edge) return value
  if (value >= from - edge) return value + (to - from)
  return edge + ((value - edge) * (to - 2 * edge)) / (from - 2 * edge)
}

/** Where the scroller stands in proportion for a place in the list. */
export const topOf = (offset: number, extent: Extent): number => {
  const { total, height, view } = extent
  const most = Math.max(0, total - view)
  return stretch(clamp(offset, most), most, Math.max(0, height - view), edgeOf(extent))
}

/** The place in the list for where the scroller stands, in proportion. */
export const offsetOf = (top: number, extent: Extent): number => {
  const { total, height, view } = extent
  const most = Math.max(0, height - view)
  return stretch(clamp(top, most), most, Math.max(0, total - view), edgeOf(extent))
}

/** How far the scroller may stand from its proportion before it is put back. */
const slack = ({ height, view }: Extent): number => Math.min(height / 8, 200 * view)

/**
 * Follows the scroller from `before` to `top`. A short way is one to one; a jump, as by the scrollbar, is in
 * proportion. The answer's `top` differs from the given one when the scroller must be put back into proportion.
 */
export const follow = (before: Place, top: number, extent: Extent): Place => {
  if (extent.total === extent.height) return { top, shift: 0 }
  if (Math.abs(top - before.top) > 2 * extent.view) return { top, shift: offsetOf(top, extent) - top }
  return settle({ top, shift: before.shift }, extent)
}

/** Goes to a place in the list: one to one when it is near, in proportion else. */
export const goTo = (before: Place, offset: number, extent: Extent): Place => {
  const to = clamp(offset, Math.max(0, extent.total - extent.view))
  const near = Math.abs(to - (before.top + before.shift)) <= 2 * extent.view
  const top = near ? to - before.shift : topOf(to, extent)
  return settle({ top, shift: to - top }, extent)
}

const settle = ({ top, shift }: Place, extent: Extent): Place => {
  const offset = clamp(top + shift, Math.max(0, extent.total - extent.view))
  const ideal = topOf(offset, extent)
  const edge = edgeOf(extent) / 2
  const nearEnd = top < edge || top > extent.height - extent.view - edge
  if (!nearEnd && Math.abs(top - ideal) <= slack(extent)) return { top, shift }
  return { top: ideal, shift: offset - ideal }
}
