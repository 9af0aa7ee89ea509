import { ZoomIn, ZoomOut } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useImage } from '../timeline/use-image.ts'
import styles from './preview.module.css'

const steps = [0.25, 0.5, 1, 2, 4, 8]

/** A picture, fitted to the window until it is zoomed. */
export const ImageView = ({ sha256, name }: { sha256: string; name: string }) => {
  const image = useImage(sha256, true)
  const [broken, setBroken] = useState(false)
  const [width, setWidth] = useState(0)
  /** Null while it is fitted. */
  const [zoom, setZoom] = useState<number | null>(null)
  const by = (way: 1 | -1) => {
    const now = zoom ?? 1
    const next = way === 1 ? steps.find((one) => one > now) : steps.findLast((one) => one < now)
    setZoom(next ?? now)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return
    if (event.key === '+' || event.key === '=') by(1)
    else if (event.key === '-') by(-1)
    else if (event.key === '0') setZoom(null)
    else return
    event.preventDefault()
  }
  if (broken || image.state === 'failed')
    return (
      <EmptyState
        title="This picture cannot be shown"
        text="It is damaged, cut off or very large. Save a copy to look at it with another program."
      />
    )
  if (!image.url) return <Skeleton lines={8} label="Reading the picture" />
  return (
    <section className={styles.image} aria-label={name} {...reachable} onKeyDown={onKeyDown}>
      <div className={zoom === null ? styles.fitted : styles.zoomed}>
        <img
          src={image.url}
          alt={name}
          style={zoom === null ? undefined : { width: width * zoom }}
          onLoad={(event) => setWidth(event.currentTarget.naturalWidth)}
          onError={() => setBroken(true)}
        />
      </div>
      <div className={styles.zoom}>
        <IconButton icon={ZoomOut} label="Smaller" shortcut="-" size="small" onClick={() => by(-1)} />
        <Button size="small" onClick={() => setZoom(zoom === null ? 1 : null)}>
          {zoom === null ? 'Fitted' : `${zoom * 100} %`}
        </Button>
        <IconButton icon={ZoomIn} label="Larger" shortcut="+" size="small" onClick={() => by(1)} />
      </div>
    </section>
  )
}

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }
