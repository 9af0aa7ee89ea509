import { CloudDownload } from 'lucide-react'
import type { FileStanding } from '../../shared/contract/transfers.ts'
import { useBench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { fileActs } from './acts.ts'
import { useIsConnected } from './case-files.ts'
import styles from './transfers.module.css'
import { paceText, placeReason, placeText, shareOf } from './words.ts'

/** What stands in place of a file that is not here: its size, and the way to fetch it. It opens once it has come. */
export const FetchFace = ({ name, standing }: { name: string; standing: FileStanding }) => {
  const bench = useBench()
  const connected = useIsConnected()
  const { way, bytes } = standing
  const acts = fileActs(bench, { name, standing })
  const size = bytes === null ? '' : bytesText(bytes)
  const text = way
    ? [placeReason(standing), 'It opens here when it has come.'].filter(Boolean).join(' ')
    : connected
      ? `It is at your team's service${size && `, ${size}`}. It opens here when it has come.`
      : 'Its bytes came never to this bench. Connect to your team to fetch it.'
  return (
    <EmptyState
      icon={CloudDownload}
      title={way ? placeText(standing, connected) : 'This file is not on this computer'}
      text={text}
    >
      {way?.state === 'moving' && (
        <div className={styles.fetching}>
          <ProgressBar label={`Fetching ${name}`} value={shareOf(standing)} />
          <span>{paceText(standing)}</span>
        </div>
      )}
      <span className={styles.acts}>
        {acts.map(({ label, icon, run }, at) => (
          <Button key={label} icon={icon} look={at === 0 && !way ? 'primary' : 'plain'} onClick={run}>
            {way || !size ? label : `${label} (${size})`}
          </Button>
        ))}
      </span>
    </EmptyState>
  )
}
