import { CloudDownload, RefreshCw } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { PublishedImage } from '../../shared/sync/images.ts'
import { useBench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import type { Live } from '../client/use-live.ts'
import { useSyncStatus } from '../sync/use-sync.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Section } from '../ui/section.tsx'
import { sentence } from '../ui/sentence.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './images.module.css'
import { fetchingTitle, fetchPublished, troubleOf } from './share.tsx'
import { Transfer, useRunning } from './transfer.tsx'
import { digestText, namesApart } from './words.ts'

export interface ServiceSectionProps {
  /** Null where the bench is not connected. */
  service: Live<{ images: readonly PublishedImage[] } | null>
  /** Ids of the images that the vault has. */
  here: ReadonlySet<string>
  onChanged: () => void
}

/** What the team's service offers. */
export const ServiceSection = ({ service, here, onChanged }: ServiceSectionProps) => {
  const { sync } = useBench()
  const status = useSyncStatus()
  const images = service.value?.images ?? []
  const alone = status?.state === 'off'
  return (
    <Section
      title="Published by your team"
      count={images.length}
      act={
        !alone && (
          <IconButton
            icon={RefreshCw}
            size="small"
            label="Ask the service again"
            onClick={() => service.retry()}
          />
        )
      }
    >
      {alone ? (
        <Told text="This bench is on its own. Connected to your team’s service it fetches images that others have published, and publishes its own.">
          <Button size="small" onClick={() => sync.ask('connect')}>
            Connect to your team
          </Button>
        </Told>
      ) : (
        <Offer service={service} here={here} onChanged={onChanged} />
      )}
    </Section>
  )
}

const Offer = ({ service, here, onChanged }: ServiceSectionProps) => {
  const status = useSyncStatus()
  if (service.error !== undefined) return <Trouble error={service.error} onRetry={service.retry} />
  if (!service.value) return <Skeleton lines={3} label="Asking the service" />
  const { images } = service.value
  if (images.length === 0)
    return (
      <Told text="Nobody has published an image yet. Publish stands beside each image of the vault, and sends it here." />
    )
  const names = namesApart(images)
  return (
    <>
      <p className={styles.about}>
        Benches of {status?.organisation ?? 'your team'} have published these. Fetch brings one into the
        vault.
      </p>
      <ul className={styles.rows}>
        {images.map((image) => (
          <Row
            key={image.sha256}
            image={image}
            name={names.get(image.sha256) ?? ''}
            isHere={here.has(`sha256:${image.imageId}`)}
            onChanged={onChanged}
          />
        ))}
      </ul>
    </>
  )
}

interface RowProps {
  image: PublishedImage
  name: string
  isHere: boolean
  onChanged: () => void
}

const Row = ({ image, name, isHere, onChanged }: RowProps) => {
  const { sha256, names, bytes, by, at, licence } = image
  return (
    <li>
      <div className={styles.words}>
        <span className={styles.name} title={names.join(', ')}>
          {name}
        </span>
        <span className={styles.fact}>
          {bytesText(bytes)} · <code title={`sha256:${sha256}`}>{digestText(sha256)}</code> · published by{' '}
          {by} <RelativeTime at={at} form="long" />
          {licence !== null && ` · under “${licence}”`}
        </span>
      </div>
      {isHere ? (
        <Badge tone="ok">In the vault</Badge>
      ) : (
        <Fetch image={image} name={name} onDone={onChanged} />
      )}
    </li>
  )
}

const Fetch = ({
  image: { imageId },
  name,
  onDone,
}: {
  image: PublishedImage
  name: string
  onDone: () => void
}) => {
  const bench = useBench()
  const act = useRunning(fetchingTitle(name))
  const [stopped, setStopped] = useState(false)
  if (act) return <Transfer act={act} />
  const fetch = async () => {
    const outcome = await fetchPublished(bench, { imageId, name })
    setStopped(outcome === 'stopped')
    if (outcome === 'done') onDone()
  }
  return (
    <>
      {stopped && <span className={styles.fact}>Stopped</span>}
      <Button
        size="small"
        icon={CloudDownload}
        aria-label={stopped ? `Go on fetching ${name}` : `Fetch ${name}`}
        onClick={() => void fetch()}
      >
        {stopped ? 'Go on' : 'Fetch'}
      </Button>
    </>
  )
}

/** Why there is no list, and what can be done. */
const Trouble = ({ error, onRetry }: { error: unknown; onRetry: () => void }) => {
  const { commands } = useBench()
  const why = troubleOf(error)
  const again = (
    <Button size="small" onClick={onRetry}>
      Try again
    </Button>
  )
  if (why === 'unreachable')
    return (
      <Told
        failed
        text="The service cannot be reached, so what it offers is not known now. What is in the vault starts without it."
      >
        {again}
      </Told>
    )
  return (
    <Told failed text={sentence(error)}>
      {why === 'signed-out' && (
        <Button size="small" onClick={() => commands.run('sync.signIn')}>
          Sign in again
        </Button>
      )}
      {again}
    </Told>
  )
}

const Told = ({ text, failed, children }: { text: string; failed?: boolean; children?: ReactNode }) => (
  <div className={styles.told} role={failed ? 'status' : undefined}>
    <p className={styles.about}>{text}</p>
    {children && <div className={styles.acts}>{children}</div>}
  </div>
)
