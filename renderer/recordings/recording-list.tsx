import { Clapperboard, Paperclip, Play, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Recording } from '../../shared/contract/terminals.ts'
import { useBench } from '../app/bench.ts'
import { hashOf, pathOf } from '../app/router.ts'
import { bytesText } from '../app/save-bytes.ts'
import { useCall } from '../client/use-call.ts'
import { took } from '../terminal/blocks/block-words.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { attachTo, removeRecording, titleOf } from './list-acts.ts'
import styles from './recording-list.module.css'

/** Rows that are drawn at once. */
const page = 50
/** Milliseconds after which one that grows is looked at again. */
const growsMs = 5000

export interface RecordingListProps {
  /** Only those of this case; all of the bench where it is left out. */
  caseId?: string | undefined
  /** A recording is shown in the player. */
  onOpen?: (() => void) | undefined
}

/** The recordings on the disk of this bench, newest first. */
export const RecordingList = ({ caseId, onOpen }: RecordingListProps) => {
  const { client } = useBench()
  const [look, setLook] = useState(0)
  const [most, setMost] = useState(page)
  const { value, state, error, retry } = useCall(
    async (signal) => (await client.recordings.list({ caseId }, { signal })).recordings.toReversed(),
    [client, caseId, look],
    { keep: true },
  )
  const grows = value?.some(({ live }) => live) === true
  useEffect(() => {
    if (!grows) return
    const timer = setInterval(() => setLook((times) => times + 1), growsMs)
    return () => clearInterval(timer)
  }, [grows])
  if (state === 'failed')
    return (
      <ErrorState title="The recordings cannot be shown" error={error}>
        <Button onClick={retry}>Try again</Button>
      </ErrorState>
    )
  if (!value) return <Skeleton lines={3} label="Reading the recordings" />
  if (value.length === 0)
    return (
      <EmptyState
        icon={Clapperboard}
        title={caseId === undefined ? 'No terminal was recorded' : 'No terminal of this case was recorded'}
        text="Turn recording on in a terminal: what it shows is kept here as it happens."
      />
    )
  return (
    <>
      <ul className={styles.list} aria-label="Recordings">
        {value.slice(0, most).map((recording) => (
          <Row
            key={recording.id}
            recording={recording}
            inCase={caseId !== undefined}
            onOpen={onOpen}
            onGone={() => setLook((times) => times + 1)}
          />
        ))}
      </ul>
      {value.length > most && (
        <Button size="small" onClick={() => setMost(most + page)}>
          Show more of {value.length.toLocaleString('en')}
        </Button>
      )}
    </>
  )
}

interface RowProps {
  recording: Recording
  /** Whether all that are listed belong to one case. */
  inCase: boolean
  onOpen: (() => void) | undefined
  onGone: () => void
}

const Row = ({ recording, inCase, onOpen, onGone }: RowProps) => {
  const bench = useBench()
  const { id, caseId, caseRef, startedAt, durationMs, bytes, live } = recording
  const title = titleOf(recording)
  const play = () => {
    onOpen?.()
    bench.navigate(pathOf('recording', id))
  }
  const remove = async () => {
    if (await removeRecording(bench, recording)) onGone()
  }
  return (
    <li className={styles.row}>
      {live ? (
        <span className={styles.live} role="img" aria-label="Being recorded" />
      ) : (
        <Clapperboard size={14} aria-hidden className={styles.icon} />
      )}
      <span className={styles.title}>{title}</span>
      {!inCase && caseRef !== null && (
        <a className={styles.case} href={hashOf(pathOf('case', caseRef))} title={`Open ${caseRef}`}>
          {caseRef}
        </a>
      )}
      <span className={styles.fact}>
        <RelativeTime at={startedAt} form="long" />
      </span>
      <span className={styles.fact}>{took(durationMs)}</span>
      <span className={styles.fact}>{bytesText(bytes)}</span>
      <IconButton icon={Play} size="small" label={`Play ${title}`} onClick={play} />
      <IconButton
        icon={Paperclip}
        size="small"
        label={caseId === null ? `${title} belongs to no case` : `Attach ${title} to its case`}
        disabled={caseId === null}
        onClick={() => caseId !== null && void attachTo(bench, caseId, id)}
      />
      <IconButton
        icon={Trash2}
        size="small"
        label={live ? `${title} is being recorded` : `Remove ${title}`}
        disabled={live}
        onClick={() => void remove()}
      />
    </li>
  )
}
