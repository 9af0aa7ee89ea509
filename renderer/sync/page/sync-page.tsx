import { Users } from 'lucide-react'
import { useStore } from 'zustand'
import { useBench } from '../../app/bench.ts'
import { plural } from '../../case/words.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Lists } from './lists.tsx'
import { Summary } from './summary.tsx'
import styles from './sync.module.css'

/** How this bench stands to its team's service, and everything of it that waits. */
const SyncPage = () => {
  const { sync } = useBench()
  const { status, error } = useStore(sync.store)
  if (!status)
    return error === undefined ? (
      <Skeleton lines={8} label="Reading how sync stands" />
    ) : (
      <ErrorState title="How sync stands cannot be read" error={error}>
        <Button look="primary" onClick={sync.retry}>
          Try again
        </Button>
      </ErrorState>
    )
  if (status.state === 'off') return <Off pending={status.pending} />
  return (
    <div className={styles.page}>
      <div className={styles.body}>
        <Summary status={status} />
        <Lists />
      </div>
    </div>
  )
}

const Off = ({ pending }: { pending: number }) => {
  const { sync } = useBench()
  return (
    <EmptyState
      icon={Users}
      title="This bench works on its own"
      text={`Everything is on this machine and nothing leaves it. Connect it to your team's service to share cases; you go on working offline whenever you like.${
        pending > 0 ? ` ${plural(pending, 'change')} of this bench would be sent.` : ''
      }`}
    >
      <Button look="primary" onClick={() => sync.ask('connect')}>
        Connect to your team
      </Button>
    </EmptyState>
  )
}

export default SyncPage
