import { AlertDialog as Radix } from 'radix-ui'
import { useStore } from 'zustand'
import { Button } from './button.tsx'
import type { Confirms } from './confirms.ts'
import { cx } from './cx.ts'
import styles from './dialog.module.css'

export const ConfirmDialog = ({ confirms }: { confirms: Confirms }) => {
  const request = useStore(confirms.store, (state) => state.request)
  const { answer } = confirms
  return (
    <Radix.Root open={request !== null} onOpenChange={(open) => !open && answer(false)}>
      <Radix.Portal>
        <Radix.Overlay className={styles.scrim}>
          {request && (
            <Radix.Content className={cx(styles.dialog, request.wide && styles.wide)}>
              <div className={styles.head}>
                <Radix.Title className={styles.title}>{request.title}</Radix.Title>
              </div>
              <Radix.Description className={styles.body} asChild>
                <div>{request.text}</div>
              </Radix.Description>
              <div className={styles.foot}>
                <Radix.Cancel asChild>
                  <Button>Cancel</Button>
                </Radix.Cancel>
                <Button look={request.danger ? 'danger' : 'primary'} onClick={() => answer(true)}>
                  {request.act}
                </Button>
              </div>
            </Radix.Content>
          )}
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  )
}
