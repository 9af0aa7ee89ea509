import { Archive, CloudUpload, HardDriveUpload, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { VaultImage } from '../../shared/contract/vault.ts'
import { type Bench, useBench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Section } from '../ui/section.tsx'
import { isCancelled, sentence } from '../ui/sentence.ts'
import styles from './images.module.css'
import { loadImages } from './keep.ts'
import { publishImage, publishingTitle } from './share.tsx'
import { Transfer, useRunning } from './transfer.tsx'
import { nameOf } from './words.ts'

export interface VaultSectionProps {
  vault: { folder: string; images: readonly VaultImage[]; bytes: number; problems: readonly string[] }
  /** Ids of those that the service has; null where it cannot be asked. */
  published: ReadonlySet<string> | null
  onChanged: () => void
}

/** Compares every byte of the vault with its digest. */
const verify = async ({ client, acts, toast }: Bench): Promise<void> => {
  const problems: string[] = []
  try {
    const done = await acts.run('Verifying the image vault', async ({ signal, progress }) => {
      let last: { images: number; bytes: number } | null = null
      for await (const step of client.vault.verify({}, { signal })) {
        if (step.type === 'done') last = step
        else if (step.type === 'problem') problems.push(`${step.image}: ${step.sentence}`)
        else progress(step.of > 0 ? step.bytes / step.of : null, step.step)
      }
      return last
    })
    if (problems.length > 0) toast({ tone: 'danger', text: problems.slice(0, 3).join(' ') })
    else if (done)
      toast({ tone: 'ok', text: `All ${done.images} images are whole (${bytesText(done.bytes)})` })
  } catch (error) {
    // What failed was told already.
    if (isCancelled(error)) toast('Verifying was cancelled.')
  }
}

const remove = async ({ client, confirm, toast }: Bench, image: VaultImage): Promise<boolean> => {
  const goOn = await confirm({
    title: `Take ${nameOf(image)} out of the vault?`,
    text: 'What the engine has of it stays. Without a network it cannot be had again.',
    act: 'Take it out',
    danger: true,
  })
  if (!goOn) return false
  try {
    const { bytesFreed } = await client.vault.remove({ images: [image.imageId] })
    toast({
      tone: 'ok',
      text: `${nameOf(image)} is out of the vault; ${bytesText(bytesFreed)} are free again`,
    })
    return true
  } catch (error) {
    toast({ tone: 'danger', text: sentence(error) })
    return false
  }
}

/** Images that start without a network. */
export const VaultSection = ({
  vault: { folder, images, bytes, problems },
  published,
  onChanged,
}: VaultSectionProps) => {
  const bench = useBench()
  return (
    <Section
      title="Image vault"
      count={images.length}
      act={
        images.length > 0 && (
          <>
            <Button size="small" look="quiet" icon={HardDriveUpload} onClick={() => void loadImages(bench)}>
              Load into the engine
            </Button>
            <Button size="small" look="quiet" icon={Archive} onClick={() => void verify(bench)}>
              Verify
            </Button>
          </>
        )
      }
    >
      <p className={styles.about}>
        Images here start a stack with the network off. They are kept in <code>{folder}</code>
        {images.length > 0 && `, ${bytesText(bytes)} in all`}.
      </p>
      {problems.map((problem) => (
        <p key={problem} role="status" className={styles.problem}>
          {problem}
        </p>
      ))}
      {images.length === 0 ? (
        <p className={styles.about}>
          Nothing is kept yet. Choose “Keep its images in the vault” in the menu of an environment while its
          images are there, or fetch what your team has published.
        </p>
      ) : (
        <ul className={styles.rows}>
          {images.map((image) => (
            <li key={image.imageId}>
              <div className={styles.words}>
                <span className={styles.name} title={image.imageId}>
                  {nameOf(image)}
                </span>
                <span className={styles.fact}>
                  {bytesText(image.bytes)} · {image.platform} · saved{' '}
                  <RelativeTime at={image.savedAt} form="long" />
                </span>
              </div>
              {published && (
                <Publish image={image} isPublished={published.has(image.imageId)} onDone={onChanged} />
              )}
              <IconButton
                icon={Trash2}
                size="small"
                label={`Take ${nameOf(image)} out of the vault`}
                onClick={() => void remove(bench, image).then((done) => done && onChanged())}
              />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

const Publish = ({
  image,
  isPublished,
  onDone,
}: {
  image: VaultImage
  isPublished: boolean
  onDone: () => void
}) => {
  const bench = useBench()
  const name = nameOf(image)
  const act = useRunning(publishingTitle(name))
  const [stopped, setStopped] = useState(false)
  if (act) return <Transfer act={act} />
  if (isPublished) return <Badge>Published</Badge>
  const publish = async () => {
    const outcome = await publishImage(bench, image)
    setStopped(outcome === 'stopped')
    if (outcome === 'done') onDone()
  }
  return (
    <Button
      size="small"
      look="quiet"
      icon={CloudUpload}
      aria-label={stopped ? `Go on publishing ${name}` : `Publish ${name}`}
      onClick={() => void publish()}
    >
      {stopped ? 'Go on publishing' : 'Publish'}
    </Button>
  )
}
