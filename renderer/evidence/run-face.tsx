import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import type { Attachment } from '../../shared/domain/entities.ts'
import { counts, verdictNames, verdictTones } from '../runs/words.ts'
import { took } from '../terminal/blocks/block-words.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { AttachedCast } from './attached-cast.tsx'
import type { DetailOf } from './block-face.tsx'
import styles from './evidence.module.css'

/** A check with its verdict, against what it ran, and its recording when asked for it. */
export const RunFace = ({ detail, file }: { detail: DetailOf<'run'>; file: Attachment | undefined }) => {
  const [playing, setPlaying] = useState(false)
  const { verdict, command, exitCodes, durationMs, services } = detail
  const said = counts(exitCodes) || `exit ${exitCodes[0] ?? 'unknown'}`
  return (
    <section className={styles.face} aria-label={`Run: ${verdictNames[verdict]}`}>
      <header className={styles.head}>
        <FlaskConical size={14} aria-hidden />
        <code className={styles.command}>{command}</code>
        <span className={styles.muted}>
          {said}, {took(durationMs)}
        </span>
        <Badge tone={verdictTones[verdict]}>{verdictNames[verdict]}</Badge>
        {file && (
          <Button size="small" onClick={() => setPlaying(!playing)} aria-expanded={playing}>
            {playing ? 'Close the player' : 'Play'}
          </Button>
        )}
      </header>
      {services.length > 0 && (
        <p className={styles.facts}>
          {services.map(({ name, image, version }) => (
            <span key={name} className={styles.muted} title={image}>
              {name} {version || image}
            </span>
          ))}
        </p>
      )}
      {file && playing && <AttachedCast file={file} />}
    </section>
  )
}
