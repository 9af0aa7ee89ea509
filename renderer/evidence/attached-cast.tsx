import { Suspense } from 'react'
import type { Attachment } from '../../shared/domain/entities.ts'
import { lazy } from '../app/lazy.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './evidence.module.css'

const AttachedPlayer = lazy(() => import('../recordings/attached-player.tsx'))

/** The player of an attached recording, read when it is first asked for. */
export const AttachedCast = ({ file: { sha256, name } }: { file: Attachment }) => (
  <div className={styles.player}>
    <Suspense fallback={<Skeleton lines={8} label="Reading the player" />}>
      <AttachedPlayer sha256={sha256} name={name} />
    </Suspense>
  </div>
)
