import { Clapperboard, Play, Timer } from 'lucide-react'
import { useState } from 'react'
import type { Attachment } from '../../shared/domain/entities.ts'
import { bytesText } from '../app/save-bytes.ts'
import { took } from '../terminal/blocks/block-words.ts'
import { Button } from '../ui/button.tsx'
import { AttachedCast } from './attached-cast.tsx'
import type { DetailOf } from './block-face.tsx'
import styles from './evidence.module.css'
import { Output } from './output.tsx'

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
      {file && playing && <AttachedCast file={file} />}
    </section>
  )
}
