import { type DockviewApi, DockviewReact, type DockviewTheme } from 'dockview-react'
import { useEffect, useState } from 'react'
import type { Layout } from './layout.ts'
import type { Workbench } from './store.ts'
import './workbench.css'
import { PanelView, SideTab, TabHeader, TabView } from './views.tsx'
import { Watermark } from './watermark.tsx'
import styles from './workbench.module.css'

const theme: DockviewTheme = { name: 'casebench', className: 'dock-theme', dndOverlayMounting: 'relative' }
const components = { tab: TabView, panel: PanelView }
const tabComponents = { tab: TabHeader, panel: SideTab }

export interface WorkbenchViewProps {
  workbench: Workbench
  layout: Layout | null
}

export const WorkbenchView = ({ workbench, layout }: WorkbenchViewProps) => {
  const [api, setApi] = useState<DockviewApi | null>(null)
  useEffect(() => (api ? workbench.attach(api, layout) : undefined), [api, workbench, layout])
  useEffect(() => {
    const measure = () => workbench.resize(window.innerWidth)
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [workbench])
  return (
    <DockviewReact
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
