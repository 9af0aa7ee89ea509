import { CloudCheck, MoreHorizontal, Pin } from 'lucide-react'
import type { FileStanding } from '../../shared/contract/transfers.ts'
import type { Attachment } from '../../shared/domain/entities.ts'
import { useBench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { fileActs, keepActs } from './acts.ts'
import { useFileStanding, useIsConnected } from './case-files.ts'
import styles from './transfers.module.css'
import { useFetch } from './use-fetch.ts'
import { isAsking, paceText, placeReason, placeText, shareOf } from './words.ts'

export interface PlacedFile {
  file: Attachment
  /** Shows the file, once it is here. */
  onOpen: (file: Attachment) => void
}

/** A file that rests where it should be says so by a small sign only. */
export const RestingSign = ({ sha256 }: { sha256: string }) => {
  const standing = useFileStanding(sha256)
  const connected = useIsConnected()
  if (!standing || !connected || standing.way || !standing.here) return null
  const text = placeText(standing, true)
  const Icon = standing.pinned ? Pin : CloudCheck
  const said = standing.pinned ? `${text}, kept on this computer` : text
  return (
    <span className={styles.sign} role="img" aria-label={said} title={said}>
      <Icon size={12} aria-hidden />
    </span>
  )
}

/** Where a file is that is not here, or is on its way, with what can be done about it. Nothing for any other. */
export const FileWay = ({ file, onOpen }: PlacedFile) => {
  const standing = useFileStanding(file.sha256)
  const connected = useIsConnected()
  if (!standing || (standing.here && !standing.way)) return null
  return <Line {...{ file, onOpen, standing, connected }} />
}

interface LineProps extends PlacedFile {
  standing: FileStanding
  connected: boolean
}

const Line = ({ file, onOpen, standing, connected }: LineProps) => {
  const bench = useBench()
  const fetchThem = useFetch()
  const { way } = standing
  const reason = placeReason(standing)
  const moving = way?.state === 'moving'
  const acts = way
    ? fileActs(bench, { name: file.name, standing })
    : [{ label: 'Fetch', run: () => void fetchThem([file], onOpen) }]
  return (
    <div className={styles.way}>
      {moving && (
        <div className={styles.bar}>
          <ProgressBar
            label={`${placeText(standing, connected)} of ${file.name}`}
            value={shareOf(standing)}
          />
        </div>
      )}
      <span
        className={cx(
          styles.place,
          way?.state === 'failed' && styles.failed,
          way && isAsking(way) && styles.asks,
        )}
      >
        {placeText(standing, connected)}
        {moving && paceText(standing) && <span className={styles.pace}>{paceText(standing)}</span>}
      </span>
      <span className={styles.acts}>
        {acts.map(({ label, run }) => (
          <Button
            key={label}
            size="small"
            look={label === acts[0]?.label ? 'plain' : 'quiet'}
            aria-label={`${label}: ${file.name}${way ? '' : ` (${bytesText(file.bytes)})`}`}
            onClick={run}
          >
            {label}
          </Button>
        ))}
      </span>
      {reason && <span className={styles.reason}>{reason}</span>}
    </div>
  )
}

/** Whether a file stays on this computer. Nothing without a service. */
export const KeepMenu = ({ file }: { file: Attachment }) => {
  const bench = useBench()
  const standing = useFileStanding(file.sha256)
  const connected = useIsConnected()
  if (!standing || !connected) return null
  return (
    <Menu
      align="end"
      items={keepActs(bench, { name: file.name, standing })}
      trigger={<IconButton size="small" icon={MoreHorizontal} label={`Where ${file.name} is kept`} />}
    />
  )
}
