import { Clapperboard, Play, Timer } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Attachment } from '../../shared/domain/entities.ts'
import { bytesText } from '../app/save-bytes.ts'
import { took } from '../terminal/blocks/block-words.ts'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import type { DetailOf } from './block-face.tsx'
import styles from './evidence.module.css'
import { Output } from './output.tsx'

const AttachedPlayer = lazy(() => import('../recordings/attached-player.tsx'))

/** A whole recording: its first lines as a poster, and the player when asked for it. */
export const RecordingFace = ({
  detail: { title, durationMs },
  file,
}: {
  detail: DetailOf<'recording'>
  file: Attachment | undefined
}) => {
  const [playing, setPlaying] = useState(false)
  return (
    <section className={styles.face} aria-label={`Recording ${title}`}>
      <header className={styles.head}>
        <Clapperboard size={14} aria-hidden />
        <span className={styles.name}>{title}</span>
        <span className={styles.fact}>
          <Timer size={13} aria-hidden />
          {took(durationMs)}
        </span>
        {file && <span className={styles.muted}>{bytesText(file.bytes)}</span>}
        {file && (
          <Button size="small" icon={Play} onClick={() => setPlaying(!playing)} aria-expanded={playing}>
            {playing ? 'Close the player' : 'Play'}
          </Button>
        )}
      </header>
      {file && !playing && <Output file={file} />}
      {file && playing && (
        <div className={styles.player}>
          <Suspense fallback={<Skeleton lines={8} label="Reading the player" />}>
            <AttachedPlayer sha256={file.sha256} name={file.name} />
          </Suspense>
        </div>
      )}
    </section>
  )
}
