import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '../ui/button.tsx'
import styles from './environment.module.css'

export interface FaceProps {
  label: string
  acts: ReactNode
  onClose: () => void
  children: ReactNode
}

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }

/** What the panel shows instead of its services, with a way back; Escape is the same way. */
export const Face = ({ label, acts, onClose, children }: FaceProps) => {
  const back = useRef<HTMLButtonElement>(null)
  // The act that led here is gone from the panel, and the focus with it.
  useEffect(() => back.current?.focus(), [])
  return (
    <section
      className={styles.face}
      aria-label={label}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose()
      }}
    >
      <header className={styles.faceHead}>
        <Button ref={back} size="small" look="quiet" icon={ArrowLeft} onClick={onClose}>
          Back to the environment
        </Button>
        {acts}
      </header>
      <section className={styles.faceBody} aria-label={`${label}, in full`} {...reachable}>
        {children}
      </section>
    </section>
  )
}
