import { Paperclip } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFileDrop } from '../../ui/use-file-drop.ts'
import styles from './attach.module.css'

export interface DropZoneProps {
  /** What letting go does. */
  label: string
  onFiles: (files: readonly File[]) => void
  children: ReactNode
}

/** Takes files that are dropped anywhere on what is inside. */
export const DropZone = ({ label, onFiles, children }: DropZoneProps) => {
  const { over, handlers } = useFileDrop(onFiles)
  return (
    // A person without a pointer attaches by the command, the menu or the clipboard.
    <section aria-label={label} className={styles.zone} {...handlers}>
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
