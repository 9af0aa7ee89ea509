import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/error-state.tsx'

export interface ErrorBoundaryProps {
  /** What failed, such as "This tab". */
  what: string
  /** The next act; drawing the same again unless given. */
  act?: { label: string; run: () => void } | undefined
  /** Shown instead of the sentence where there is no room for one. */
  instead?: ReactNode
  children: ReactNode
}

/** Keeps a failed view from taking the window with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    console.error(error, info.componentStack)
  }

  override render() {
    const { what, act, instead, children } = this.props
    const { error } = this.state
    if (error === null) return children
    if (instead !== undefined) return instead
    const { label, run } = act ?? { label: 'Show again', run: () => this.setState({ error: null }) }
    return (
      <ErrorState title={`${what} cannot be shown`} error={error}>
        <Button look="primary" onClick={run}>
          {label}
        </Button>
      </ErrorState>
    )
  }
}
