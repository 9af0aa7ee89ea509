import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { useStore } from 'zustand'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { IconButton } from './icon-button.tsx'
import styles from './toaster.module.css'
import type { ShownToast, Toasts } from './toasts.ts'

/** Long enough to read a sentence, and to reach an act. */
const plainMs = 5000
const withActMs = 12_000

export const Toaster = ({ toasts }: { toasts: Toasts }) => {
  const shown = useStore(toasts.store, (state) => state.shown)
  return (
    <section className={styles.region} aria-label="Notifications">
      <div aria-live="polite" className={styles.shown}>
        {shown.map((toast) => (
          <Toast key={toast.id} toast={toast} onDismiss={() => toasts.dismiss(toast.id)} />
        ))}
      </div>
    </section>
  )
}

const Toast = ({ toast, onDismiss }: { toast: ShownToast; onDismiss: () => void }) => {
  const [held, setHeld] = useState(false)
  const { text, tone = 'plain', act } = toast
  // A failure stays until it is read; reading pauses the others.
  const stays = held || tone === 'danger'
  const dismiss = useEffectEvent(onDismiss)
  const shownMs = act ? withActMs : plainMs
  useEffect(() => {
    if (stays) return
    const timer = setTimeout(() => dismiss(), shownMs)
    return () => clearTimeout(timer)
  }, [stays, shownMs])
  return (
    <div
      role="group"
      className={cx(styles.toast, tone !== 'plain' && styles[tone])}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {tone === 'ok' && <CircleCheck size={15} aria-hidden />}
      {tone === 'danger' && <CircleAlert size={15} aria-hidden />}
      <span className={styles.text} role={tone === 'danger' ? 'alert' : undefined}>
        {text}
      </span>
      {act && (
        <Button
          size="small"
          onClick={() => {
            act.run()
            onDismiss()
          }}
        >
          {act.label}
        </Button>
      )}
      <IconButton icon={X} label="Dismiss" size="small" tooltipSide="top" onClick={onDismiss} />
    </div>
  )
}
