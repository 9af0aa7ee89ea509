import { Paperclip } from 'lucide-react'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import styles from './attach.module.css'

export interface DropZoneProps {
  /** What letting go does. */
  label: string
  onFiles: (files: readonly File[]) => void
  children: ReactNode
}

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** Takes files that are dropped anywhere on what is inside. */
export const DropZone = ({ label, onFiles, children }: DropZoneProps) => {
  const [over, setOver] = useState(false)
  // Entering a child comes before leaving its parent.
  const depth = useRef(0)
  const move = (by: 1 | -1) => (event: DragEvent) => {
    if (!carriesFiles(event)) return
    depth.current = Math.max(0, depth.current + by)
    setOver(depth.current > 0)
  }
  const onDrop = (event: DragEvent) => {
    depth.current = 0
    setOver(false)
    if (event.defaultPrevented || !carriesFiles(event)) return
    event.preventDefault()
    onFiles([...event.dataTransfer.files])
  }
  return (
    // A person without a pointer attaches by the command, the menu or the clipboard.
    <section
      aria-label={label}
      className={styles.zone}
      onDragEnter={move(1)}
      onDragLeave={move(-1)}
      onDragOver={(event) => carriesFiles(event) && event.preventDefault()}
      onDrop={onDrop}
    >
      {children}
      {over && (
        <div className={styles.over} aria-hidden>
          <span>
            <Paperclip size={18} />
            {label}
          </span>
        </div>
      )}
    </section>
  )
}
