import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { BenchError } from '../../shared/contract/error.ts'
import type { Live } from '../client/use-live.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

export interface EntityPageProps<T> {
  noun: string
  icon: LucideIcon
  found: Live<T>
  /** What is only referred to, as by an import that was cut off, is there without a name. */
  isGone: (value: T) => boolean
  children: (value: T) => ReactNode
}

/** The faces of a page about one thing, until the thing itself is there. */
export const EntityPage = <T,>({ noun, icon, found, isGone, children }: EntityPageProps<T>) => {
  const { value, state, error, retry } = found
  const missing = error instanceof BenchError && error.code === 'not-found'
  if (missing || (value !== undefined && isGone(value)))
    return (
      <EmptyState
        icon={icon}
        title={`This ${noun} is not here`}
        text="The address may be of another bench. Choose one from the list."
      />
    )
  if (state === 'failed')
    return (
      <ErrorState title={`This ${noun} cannot be read`} error={error}>
        <Button look="primary" onClick={retry}>
          Try again
        </Button>
      </ErrorState>
    )
  return value === undefined ? <Skeleton lines={8} /> : children(value)
}
