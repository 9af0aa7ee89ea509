import type { IDockviewPanelHeaderProps, IDockviewPanelProps } from 'dockview-react'
import { X } from 'lucide-react'
import { type PointerEvent, Suspense, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { cx } from '../../ui/cx.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useBench } from '../bench.ts'
import { ErrorBoundary } from '../error-boundary.tsx'
import { coversWorkbench } from '../feature.ts'
import { useFrame } from '../frame.ts'
import { useRoute } from '../router.ts'
import { parsePanelId, parseTabId } from './layout.ts'
import { Pane } from './pane.tsx'
import styles from './workbench.module.css'

/**
 * True once the panel was seen, so that tabs opened again at a start cost nothing until they are looked at. What the
 * dock calls visible may be on a side that is folded.
 */
const useSeen = (api: IDockviewPanelProps['api'], folded = false): boolean => {
  const [seen, setSeen] = useState(api.isVisible && !folded)
  useEffect(() => {
    if (seen || folded) return
    if (api.isVisible) return setSeen(true)
    const stop = api.onDidVisibilityChange(({ isVisible }) => isVisible && setSeen(true))
    return () => stop.dispose()
  }, [api, seen, folded])
  return seen
}

export const TabView = ({ api, params }: IDockviewPanelProps) => {
  const { features, workbench } = useFrame()
  const seen = useSeen(api)
  const own = parseTabId(api.id)
  const inFront = useStore(
    workbench.store,
    ({ tab }) => tab !== null && tab.kind === own?.kind && tab.key === own.key,
  )
  const covered = coversWorkbench(features.places, useRoute())
  // Behind a place its commands would change cases that nobody sees.
  const active = inFront && !covered
  const filling = useStore(workbench.store, ({ maximized }) => maximized === api.id)
  const kind = features.tabs.find((one) => one.kind === own?.kind)
  if (!seen || !kind || !own) return null
  const { view: View } = kind
  return (
    <Pane id={api.id} active={active} filling={filling}>
      <ErrorBoundary what="This tab">
        <Suspense fallback={<Skeleton lines={6} />}>
          <View
            tabKey={own.key}
            active={active}
            setTitle={(title) => api.setTitle(title)}
            kept={(params as { kept?: unknown }).kept}
            keep={(kept) => api.updateParameters({ kept })}
          />
        </Suspense>
      </ErrorBoundary>
    </Pane>
  )
}

export const PanelView = ({ api }: IDockviewPanelProps) => {
  const { features, workbench } = useFrame()
  const tab = useStore(workbench.store, (state) => state.tab)
  const filling = useStore(workbench.store, ({ maximized }) => maximized === api.id)
  const panel = features.panels.find(({ id }) => id === parsePanelId(api.id))
  const folded = useStore(workbench.store, ({ shown }) => panel !== undefined && !shown[panel.side])
  const seen = useSeen(api, folded)
  if (!seen || !panel) return null
  const { view: View } = panel
  return (
    <Pane id={api.id} filling={filling} folded={folded}>
      <ErrorBoundary what="This panel">
        <Suspense fallback={<Skeleton lines={6} />}>
          <View tab={tab} />
        </Suspense>
      </ErrorBoundary>
    </Pane>
  )
}

/** Keeps the tab in front within the strip, also when its title grows. */
const useInSight = (api: IDockviewPanelHeaderProps['api'], title: string) => {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let frame = 0
    // The strip makes room for the list of hidden tabs a frame later.
    const show = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(() =>
          place.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
        )
      })
    }
    if (api.isVisible && title !== '') show()
    const stop = api.onDidVisibilityChange(({ isVisible }) => isVisible && show())
    return () => {
      cancelAnimationFrame(frame)
      stop.dispose()
    }
  }, [api, title])
  return place
}

const useTitle = (api: IDockviewPanelHeaderProps['api']): string => {
  const [title, setTitle] = useState(api.title ?? '')
  useEffect(() => {
    setTitle(api.title ?? '')
    const stop = api.onDidTitleChange((event) => setTitle(event.title))
    return () => stop.dispose()
  }, [api])
  return title
}

export const TabHeader = ({ api }: IDockviewPanelHeaderProps) => {
  const { features, workbench } = useFrame()
  const { documents } = useBench()
  const unsaved = useStore(documents.store, ({ dirty }) => dirty.has(api.id))
  const title = useTitle(api)
  const kind = features.tabs.find((one) => one.kind === parseTabId(api.id)?.kind)
  const Icon = kind?.icon
  const place = useInSight(api, title)
  const close = () => workbench.close(api.id)
  // A button inside a tab would be one control in another; keys have "Close the tab".
  const byPointer = { onPointerDown: (event: PointerEvent) => event.stopPropagation(), onClick: close }
  return (
    <div
      ref={place}
      className={styles.tab}
      title={title}
      onAuxClick={(event) => event.button === 1 && !kind?.pinned && close()}
    >
      {Icon && <Icon size={14} aria-hidden />}
      <span className={styles.title}>{title}</span>
      {kind?.pinned ? (
        <span style={{ width: 6 }} />
      ) : (
        <span
          className={cx(styles.close, unsaved && styles.unsaved)}
          title={unsaved ? 'Not saved' : 'Close'}
          {...byPointer}
        >
          {unsaved && <span className={styles.dot} role="img" aria-label="Not saved" />}
          <X size={13} aria-hidden />
        </span>
      )}
    </div>
  )
}

export const SideTab = ({ api }: IDockviewPanelHeaderProps) => (
  <div className={styles.side}>{useTitle(api)}</div>
)
