import { type DockviewApi, DockviewReact, type DockviewTheme } from 'dockview-react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Layout } from './layout.ts'
import type { Workbench } from './store.ts'
import './workbench.css'
import { PanelView, SideTab, TabHeader, TabView } from './views.tsx'
import { Watermark } from './watermark.tsx'
import styles from './workbench.module.css'

const theme: DockviewTheme = { name: 'casebench', className: 'dock-theme', dndOverlayMounting: 'relative' }
const components = { tab: TabView, panel: PanelView }
const tabComponents = { tab: TabHeader, panel: SideTab }

/** Frames that the dock needs to forget where its parts were. */
const framesApart = 4

export interface WorkbenchViewProps {
  workbench: Workbench
  layout: Layout | null
}

export const WorkbenchView = ({ workbench, layout }: WorkbenchViewProps) => {
  const [api, setApi] = useState<DockviewApi | null>(null)
  useEffect(() => (api ? workbench.attach(api, layout) : undefined), [api, workbench, layout])
  const root = useRef<HTMLDivElement>(null)
  const shown = useStore(workbench.store, (state) => state.shown)
  useEffect(() => {
    // A side that is shown again leaves the dock smaller than its place, and only another size has it measured.
    const element = root.current
    if (!api || !element || !shown) return
    // The dock remembers for a frame or two where its parts were, so the sizes are told that far apart.
    let frames = 0
    let frame = requestAnimationFrame(function next() {
      frames += 1
      if (frames === 1) api.layout(element.clientWidth - 1, element.clientHeight, true)
      if (frames === framesApart) api.layout(element.clientWidth, element.clientHeight, true)
      else frame = requestAnimationFrame(next)
    })
    return () => cancelAnimationFrame(frame)
  }, [api, shown])
  useEffect(() => {
    const measure = () => workbench.resize(window.innerWidth)
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [workbench])
  return (
    <DockviewReact
      ref={root}
      className={styles.workbench ?? ''}
      theme={theme}
      components={components}
      tabComponents={tabComponents}
      watermarkComponent={Watermark}
      defaultRenderer="always"
      proportionalLayout={false}
      disableFloatingGroups
      onReady={({ api: ready }) => setApi(ready)}
    />
  )
}
