import { Inbox } from 'lucide-react'
import { BenchError } from '../../../shared/contract/error.ts'
import { Button } from '../button.tsx'
import { EmptyState } from '../empty-state.tsx'
import { ErrorState } from '../error-state.tsx'
import { Skeleton } from '../skeleton.tsx'
import styles from './gallery.module.css'

const error = new BenchError(
  'disk-full',
  'The disk is full. Nothing was written. Free some space and try again.',
)

export const Faces = () => (
  <>
    <div className={styles.box}>
      <EmptyState
        icon={Inbox}
        title="No cases yet"
        text="Cases that you import or start appear here, the ones that need you first."
      >
        <Button look="primary">Import an export</Button>
      </EmptyState>
    </div>
    <div className={styles.box}>
      <ErrorState title="The list cannot be read" error={error}>
        <Button look="primary">Try again</Button>
      </ErrorState>
    </div>
    <div className={styles.box}>
      <Skeleton lines={5} />
    </div>
  </>
)
