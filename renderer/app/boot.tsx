import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { DesktopBridge, HostState } from '../../shared/contract/desktop.ts'
import { fromErrorBody } from '../../shared/contract/error.ts'
import type { Connection } from '../client/connection.ts'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import type { Features } from './feature.ts'
import { type OpenBench, openBench } from './open.ts'
import { Connecting, HostFailed, HostUnreachable, NewerHost, SignedOut } from './screens.tsx'
import { Shell } from './shell.tsx'

export interface BootProps {
  connection: Connection
  features: Features
  view: Window
  /** In the desktop shell only. */
  bridge: DesktopBridge | null
}

type Opening = { is: 'waiting' } | { is: 'open'; open: OpenBench } | { is: 'failed'; error: unknown }

/** From a connection to the window, or to the screen that says why there is none. */
export const Boot = (props: BootProps) => (
  <ErrorBoundary what="Casebench" act={{ label: 'Load again', run: () => props.view.location.reload() }}>
    <TooltipProvider>
      <Opened {...props} />
    </TooltipProvider>
  </ErrorBoundary>
)

const Opened = ({ connection, features, view, bridge }: BootProps) => {
  const state = useStore(connection.state)
  const host = useHostState(bridge)
  const [opening, setOpening] = useState<Opening>({ is: 'waiting' })
  const [turn, setTurn] = useState(0)
  const ready = state.is === 'open' && opening.is !== 'open'

  const tryAgain = () => {
    setOpening({ is: 'waiting' })
    setTurn((count) => count + 1)
  }

  useEffect(() => {
    if (!ready) return
    let wanted = true
    // `turn` is what makes it try again.
    const start = (_turn: number) => openBench({ view, client: connection.client, features, bridge })
    start(turn).then(
      (open) => (wanted ? setOpening({ is: 'open', open }) : open.dispose()),
      (error: unknown) => wanted && setOpening({ is: 'failed', error }),
    )
    return () => {
      wanted = false
    }
  }, [ready, turn, view, connection, features, bridge])

  if (opening.is === 'open') return <Shell open={opening.open} connection={connection} view={view} />
  if (host?.is === 'failed')
    return <HostFailed error={fromErrorBody(host.error)} onRetry={() => bridge?.retryHost()} />
  if (state.is === 'signed-out') return <SignedOut reason={state.reason} onRetry={connection.retry} />
  if (state.is === 'newer-host')
    return <NewerHost version={state.version} onReload={() => view.location.reload()} />
  if (state.is === 'lost' && state.attempt > 1) return <HostUnreachable onRetry={connection.retry} />
  if (opening.is === 'failed') return <HostFailed error={opening.error} onRetry={tryAgain} />
  return <Connecting />
}

const useHostState = (bridge: DesktopBridge | null): HostState | null => {
  const [host, setHost] = useState<HostState | null>(null)
  useEffect(() => bridge?.onHost(setHost), [bridge])
  return host
}
