import { Compass } from 'lucide-react'
import { Suspense, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { Connection } from '../client/connection.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Toaster } from '../ui/toaster.tsx'
import { BenchContext } from './bench.ts'
import { CloseQuestion } from './close-question.tsx'
import { Palette } from './commands/palette.tsx'
import { ShortcutsSheet } from './commands/shortcuts-sheet.tsx'
import { ConnectionBanner, ConnectionStatus } from './connection-face.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import type { Features, Place } from './feature.ts'
import { FrameContext } from './frame.ts'
import { Header } from './header.tsx'
import type { OpenBench } from './open.ts'
import { Rail } from './rail.tsx'
import type { Route } from './route.ts'
import { useRoute } from './router.ts'
import styles from './shell.module.css'
import { StatusBar } from './status-bar.tsx'
import { WorkbenchView } from './workbench/workbench.tsx'

export interface ShellProps {
  open: OpenBench
  connection: Connection
  view: globalThis.Window
}

export const Shell = ({ open, connection, view }: ShellProps) => {
  const { bench, features, workbench } = open
  const frame = useMemo(() => ({ features, workbench }), [features, workbench])
  return (
    <BenchContext value={bench}>
      <FrameContext value={frame}>
        <Window open={open} connection={connection} view={view} />
        <Front open={open} />
      </FrameContext>
    </BenchContext>
  )
}

interface Where {
  /** The place marked in the rail. */
  place: Place | undefined
  shows: 'workbench' | 'place' | 'nothing'
}

const whereIs = ({ path: [first] }: Route, { places, tabs }: Features): Where => {
  const place = places.find(({ id }) => id === first)
  if (place) return { place, shows: place.view ? 'place' : 'workbench' }
  if (!tabs.some(({ kind }) => kind === first)) return { place, shows: 'nothing' }
  return { place: places.find(({ view }) => !view), shows: 'workbench' }
}

const Window = ({ open, connection, view }: ShellProps) => {
  const { bench, features, workbench, layout, home } = open
  const route = useRoute()
  const atStart = route.path.length === 0
  const { place, shows } = whereIs(route, features)
  const onBench = shows === 'workbench'
  useEffect(() => {
    if (atStart) bench.navigate(home, {}, { replace: true, from: route })
  }, [atStart, bench, home, route])
  useEffect(() => {
    document.title = [onBench ? route.path[1] : place?.title, 'Casebench'].filter(Boolean).join(' · ')
  }, [onBench, route, place])
  return (
    <div className={styles.shell}>
      <Header workbench={workbench} onBench={onBench} />
      <ConnectionBanner connection={connection} view={view} />
      <div className={styles.middle}>
        <Rail places={features.places} current={place?.id} />
        <main className={styles.main}>
          <div className={onBench ? styles.shown : styles.hidden} inert={!onBench}>
            <WorkbenchView workbench={workbench} layout={layout} />
          </div>
          {shows === 'place' && place && <PlaceView place={place} />}
          {shows === 'nothing' && !atStart && <Nowhere onLeave={() => bench.navigate(home)} />}
        </main>
      </div>
      <StatusBar items={features.status} dispatcher={open.dispatcher}>
        <ConnectionStatus connection={connection} />
      </StatusBar>
    </div>
  )
}

const PlaceView = ({ place: { id, title, view: View } }: { place: Place }) => (
  <div className={styles.place}>
    <ErrorBoundary key={id} what={title}>
      <Suspense fallback={<Skeleton lines={8} />}>{View && <View />}</Suspense>
    </ErrorBoundary>
  </div>
)

const Nowhere = ({ onLeave }: { onLeave: () => void }) => (
  <div className={styles.place}>
    <EmptyState icon={Compass} title="Nothing is here" text="The address names no place of this bench.">
      <Button look="primary" onClick={onLeave}>
        Go back to work
      </Button>
    </EmptyState>
  </div>
)

const Front = ({ open: { shell, toasts, confirms, features } }: { open: OpenBench }) => {
  const { palette, shortcuts } = useStore(shell)
  return (
    <>
      <Palette
        open={palette !== null}
        text={palette?.text ?? ''}
        onClose={() => shell.setState({ palette: null })}
      />
      <ShortcutsSheet open={shortcuts} onClose={() => shell.setState({ shortcuts: false })} />
      {features.overlays.map(({ id, view: View }) => (
        <ErrorBoundary key={id} what="This dialog">
          <Suspense fallback={null}>
            <View />
          </Suspense>
        </ErrorBoundary>
      ))}
      <CloseQuestion />
      <ConfirmDialog confirms={confirms} />
      <Toaster toasts={toasts} />
    </>
  )
}
