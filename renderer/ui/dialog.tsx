import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import button from './button.module.css'
import { cx } from './cx.ts'
import styles from './dialog.module.css'

export interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  description?: ReactNode
  /** The acts, the primary one last. */
  footer?: ReactNode
  wide?: boolean | undefined
  children?: ReactNode
}

export const Dialog = ({ open, onClose, title, description, footer, wide, children }: DialogProps) => (
  <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
    <Radix.Portal>
      <Radix.Overlay className={styles.scrim}>
        <Radix.Content
          className={cx(styles.dialog, wide && styles.wide)}
          {...(!description && { 'aria-describedby': undefined })}
        >
          <div className={styles.head}>
            <div className={styles.titles}>
              <Radix.Title className={styles.title}>{title}</Radix.Title>
              {description && (
                <Radix.Description className={styles.description} asChild>
                  <div>{description}</div>
                </Radix.Description>
              )}
            </div>
          </div>
          <div className={styles.body}>{children}</div>
          {footer && <div className={styles.foot}>{footer}</div>}
          {/* Last, so that what the dialog is for gets the focus first. */}
          <Radix.Close
            className={cx(button.button, button.square, button.quiet, styles.close)}
            aria-label="Close"
          >
            <X size={16} aria-hidden />
          </Radix.Close>
        </Radix.Content>
      </Radix.Overlay>
    </Radix.Portal>
  </Radix.Root>
)
