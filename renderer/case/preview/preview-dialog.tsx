import { ChevronLeft, ChevronRight, Maximize2, Minimize2, WrapText, X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { Attachment } from '../../../shared/domain/entities.ts'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { PreviewBody } from './body.tsx'
import styles from './preview.module.css'
import { SaveButton } from './save-copy.tsx'

export interface PreviewDialogProps {
  caseRef: string
  files: readonly Attachment[]
  at: number
  onMove: (at: number) => void
  onClose: () => void
}

/** One file, large: arrows lead to the others, F fills the window, W breaks long lines. */
export const PreviewDialog = ({ caseRef, files, at, onMove, onClose }: PreviewDialogProps) => {
  const [full, setFull] = useState(false)
  const [wrap, setWrap] = useState(false)
  const content = useRef<HTMLDivElement>(null)
  const file = files[at]
  const move = (by: 1 | -1) => {
    if (files[at + by]) onMove(at + by)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const acts: Record<string, () => void> = {
      ArrowLeft: () => move(-1),
      ArrowRight: () => move(1),
      f: () => setFull(!full),
      w: () => setWrap(!wrap),
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  if (!file) return null
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.scrim} />
        <Radix.Content
          className={cx(styles.preview, full && styles.full)}
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          // No button is meant before a person chooses one; its tooltip would take the first Escape.
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            content.current?.focus()
          }}
          ref={content}
        >
          <header className={styles.head}>
            <Radix.Title className={styles.name} title={file.name}>
              {file.name}
            </Radix.Title>
            <span className={styles.where}>
              {caseRef}
              {files.length > 1 && `, ${at + 1} of ${files.length}`}
            </span>
            <span className={styles.grow} />
            {files.length > 1 && (
              <>
                <IconButton
                  icon={ChevronLeft}
                  label="Previous file"
                  shortcut="ArrowLeft"
                  disabled={at === 0}
                  onClick={() => move(-1)}
                />
                <IconButton
                  icon={ChevronRight}
                  label="Next file"
                  shortcut="ArrowRight"
                  disabled={at === files.length - 1}
                  onClick={() => move(1)}
                />
              </>
            )}
            <IconButton
              icon={WrapText}
              label="Break long lines"
              shortcut="w"
              aria-pressed={wrap}
              onClick={() => setWrap(!wrap)}
            />
            <IconButton
              icon={full ? Minimize2 : Maximize2}
              label={full ? 'Back to its size' : 'Fill the window'}
              shortcut="f"
              onClick={() => setFull(!full)}
            />
            <SaveButton file={file} named />
            <Radix.Close asChild>
              <IconButton icon={X} label="Close" shortcut="Escape" />
            </Radix.Close>
          </header>
          <PreviewBody key={`${file.sha256} ${file.name}`} file={file} wrap={wrap} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
