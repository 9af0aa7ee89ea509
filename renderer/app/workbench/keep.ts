import type { HostClient } from '../bench.ts'
import { type Layout, layoutKey, storeLayout } from './layout.ts'

/** Milliseconds without a change before the layout is kept: dragging a divider changes it on every frame. */
const calm = 400

export interface LayoutKeeper {
  changed(): void
  dispose(): void
}

export const keepLayout = (
  view: Window,
  local: HostClient['local'],
  read: () => Layout | null,
): LayoutKeeper => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const keep = () => {
    clearTimeout(timer)
    timer = undefined
    const layout = read()
    // Losing an arrangement of panels is not worth a word to the one who works.
    if (layout) local.put({ key: layoutKey, value: storeLayout(layout) }).catch(() => undefined)
  }
  const flush = () => timer !== undefined && keep()
  view.addEventListener('pagehide', flush)
  return {
    changed() {
      clearTimeout(timer)
      timer = setTimeout(keep, calm)
    },
    dispose() {
      flush()
      view.removeEventListener('pagehide', flush)
    },
  }
}
