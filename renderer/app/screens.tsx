import { KeyRound, PackageCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import styles from './screens.module.css'

/** A screen of its own: nothing of the bench can be shown. */
const Screen = ({ children }: { children: ReactNode }) => (
  <TooltipProvider>
    <main className={styles.screen}>{children}</main>
  </TooltipProvider>
)

export const Connecting = () => (
  <Screen>
    <p className={styles.connecting} role="status">
      Opening the bench
    </p>
  </Screen>
)

export const HostUnreachable = ({ onRetry }: { onRetry: () => void }) => (
  <Screen>
    <ErrorState
      title="The bench cannot be reached"
      error="The host that keeps your cases does not answer. Nothing is lost; it is tried again by itself. If it was started in a terminal, look whether it still runs there."
    >
      <Button look="primary" onClick={onRetry}>
        Try now
      </Button>
    </ErrorState>
  </Screen>
)

export const HostFailed = ({ error, onRetry }: { error: unknown; onRetry: () => void }) => (
  <Screen>
    <ErrorState title="The bench cannot be opened" error={error}>
      <Button look="primary" onClick={onRetry}>
        Try again
      </Button>
    </ErrorState>
  </Screen>
)

export const SignedOut = ({ reason, onRetry }: { reason: string; onRetry: () => void }) => (
  <Screen>
    <EmptyState icon={KeyRound} title="This browser is not signed in" text={reason}>
      <Button look="primary" onClick={onRetry}>
        Try again
      </Button>
    </EmptyState>
  </Screen>
)

export const NewerHost = ({ version, onReload }: { version: string; onReload: () => void }) => (
  <Screen>
    <EmptyState
      icon={PackageCheck}
      title="Casebench was updated"
      text={`The host is now version ${version}, and this page is of the one before. Nothing is lost.`}
    >
      <Button look="primary" onClick={onReload}>
        Load again
      </Button>
    </EmptyState>
  </Screen>
)
