import { useEffect, useRef, useState } from 'react'
import { useFileStanding } from '../../transfers/case-files.ts'
import { useCasePage } from '../page.ts'
import styles from './timeline.module.css'
import { useImage } from './use-image.ts'

export interface InlineImageProps {
  sha256: string
  name: string
  label: string
  /** A small square instead of the picture's own shape. */
  thumb?: boolean
  onOpen?: (() => void) | undefined
}

/** A picture of the case, read once it comes near the eye. */
export const InlineImage = ({ sha256, name, label, thumb = false, onOpen }: InlineImageProps) => {
  const { preview } = useCasePage()
  const frame = useRef<HTMLButtonElement>(null)
  const [near, setNear] = useState(false)
  const [broken, setBroken] = useState(false)
  const away = useFileStanding(sha256)?.here === false
  const image = useImage(sha256, near && !away)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setNear(true),
      { rootMargin: '400px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const open = onOpen ?? (() => preview([{ name, sha256, bytes: 0, mediaType: 'image/png' }], 0))
  return (
    <button
      ref={frame}
      type="button"
      className={thumb ? styles.thumb : styles.picture}
      aria-label={`Look at ${label}`}
      title={name}
      onClick={open}
    >
      {image.url && !broken ? (
        <img src={image.url} alt={label} onError={() => setBroken(true)} />
      ) : (
        <span>
          {away
            ? `${label} (not fetched yet)`
            : broken || image.state === 'failed'
              ? `${label} (cannot be shown)`
              : label}
        </span>
      )}
    </button>
  )
}
