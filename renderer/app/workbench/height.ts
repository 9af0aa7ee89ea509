import type { DockviewApi, SerializedDockview } from 'dockview-react'

/** Until the dock has its own size; before that it gives the bottom as little as it may have. */
const framesApart = 3

/** The height of the bottom over a restart: the dock forgets it where it is restored before it is laid out. */
export interface BottomHeight {
  /** Takes the height of a stored layout over, to be had again once the bottom is seen. */
  restore(stored: SerializedDockview): void
  /** The bottom is seen now. */
  shown(api: DockviewApi): void
  /** A layout with the height that the bottom has not got back yet. */
  kept(layout: SerializedDockview): SerializedDockview
}

export const createBottomHeight = (): BottomHeight => {
  let waiting: number | undefined
  return {
    restore(stored) {
      waiting = stored.edgeGroups?.bottom?.size
    },
    shown(api) {
      if (waiting === undefined) return
      let frames = 0
      requestAnimationFrame(function next() {
        frames += 1
        if (frames < framesApart) return void requestAnimationFrame(next)
        const height = waiting
        waiting = undefined
        if (height !== undefined) api.getEdgeGroup('bottom')?.setSize({ height })
      })
    },
    kept(layout) {
      const bottom = layout.edgeGroups?.bottom
      if (waiting === undefined || !bottom) return layout
      return { ...layout, edgeGroups: { ...layout.edgeGroups, bottom: { ...bottom, size: waiting } } }
    },
  }
}
