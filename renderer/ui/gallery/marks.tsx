import { caseStatuses, lanes, severities } from '../../../shared/domain/vocabulary.ts'
import { Avatar } from '../avatar.tsx'
import { Badge, type Tone } from '../badge.tsx'
import { Kbd } from '../kbd.tsx'
import { LaneTag } from '../lane-tag.tsx'
import { ProgressBar } from '../progress-bar.tsx'
import { RelativeTime } from '../relative-time.tsx'
import { SeverityMark } from '../severity-mark.tsx'
import { StatusDot } from '../status-dot.tsx'
import styles from './gallery.module.css'

const tones: Tone[] = ['neutral', 'accent', 'ok', 'info', 'warn', 'danger']
const surfaces = ['frame', 'surface', 'sunken', 'raised', 'hover', 'pressed', 'selected']
const names = ['Ada Krämer', 'Bo Lindqvist', 'Chen', '山田 太郎', 'O’Neill, Pat', 'x']
const minute = 60_000

export const Marks = () => {
  const now = Date.now()
  const times = [now, now - 4 * minute, now - 300 * minute, now - 3000 * minute, now - 60_000 * minute]
  return (
    <>
      <div className={styles.line}>
        {caseStatuses.map((status) => (
          <StatusDot key={status} status={status} named />
        ))}
      </div>
      <div className={styles.line}>
        {severities.map((severity) => (
          <SeverityMark key={severity} severity={severity} />
        ))}
        {lanes.map((lane) => (
          <LaneTag key={lane} lane={lane} />
        ))}
      </div>
      <div className={styles.line}>
        {tones.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
      </div>
      <div className={styles.line}>
        {names.map((name) => (
          <Avatar key={name} name={name} size={24} alone />
        ))}
        <Avatar name={null} size={24} alone />
        <Kbd keys="Mod+Shift+k" /> <Kbd keys="g q" /> <Kbd keys="?" /> <Kbd keys="Enter" />
        {times.map((at) => (
          <RelativeTime key={at} at={at} className={styles.quiet} />
        ))}
      </div>
      <ProgressBar label="Known" value={0.6} />
      <ProgressBar label="Unknown" value={null} />
      <div className={styles.swatches}>
        {surfaces.map((name) => (
          <span key={name} className={styles.swatch} style={{ background: `var(--${name})` }}>
            {name}
          </span>
        ))}
      </div>
    </>
  )
}
