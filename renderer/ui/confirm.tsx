import { AlertDialog as Radix } from 'radix-ui'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { Button } from './button.tsx'
import styles from './dialog.module.css'

export interface ConfirmRequest {
  /** A question. */
  title: string
  /** What it does to the data, and whether it can be taken back. */
  text: ReactNode
  /** The verb on the button, such as "Merge". */
  act: string
  danger?: boolean
}

export type Confirm = (request: ConfirmRequest) => Promise<boolean>

/** A `confirm` that asks in a dialog, and the element that draws it. A second question waits for no answer to the first: that one counts as declined. */
export const useConfirm = (): [Confirm, ReactNode] => {
  const [request, setRequest] = useState<ConfirmRequest | null>(null)
  const answer = useRef<(yes: boolean) => void>(undefined)

  const confirm = useCallback<Confirm>((next) => {
    answer.current?.(false)
    setRequest(next)
    return new Promise((resolve) => {
      answer.current = resolve
    })
  }, [])

  const settle = (yes: boolean) => {
    answer.current?.(yes)
    answer.current = undefined
    setRequest(null)
  }
  return [confirm, <ConfirmDialog key="confirm" request={request} onAnswer={settle} />]
}

const ConfirmDialog = ({
  request,
  onAnswer,
}: {
  request: ConfirmRequest | null
  onAnswer: (yes: boolean) => void
}) => (
  <Radix.Root open={request !== null} onOpenChange={(open) => !open && onAnswer(false)}>
    <Radix.Portal>
      <Radix.Overlay className={styles.scrim}>
        {request && (
          <Radix.Content className={styles.dialog}>
            <div className={styles.head}>
              <Radix.Title className={styles.title}>{request.title}</Radix.Title>
            </div>
            <Radix.Description className={styles.body} asChild>
              <div>{request.text}</div>
            </Radix.Description>
            <div className={styles.foot}>
              <Button onClick={() => onAnswer(false)}>Cancel</Button>
              <Button look={request.danger ? 'danger' : 'primary'} onClick={() => onAnswer(true)} autoFocus>
                {request.act}
              </Button>
            </div>
          </Radix.Content>
        )}
      </Radix.Overlay>
    </Radix.Portal>
  </Radix.Root>
)
