import { useEffect, useRef } from 'react'
import type { CaseDetail } from '../../../shared/contract/cases.ts'
import type { Lane } from '../../../shared/domain/vocabulary.ts'
import { Button } from '../../ui/button.tsx'
import styles from './composer.module.css'

/** Who will read it, as a sentence. */
export const audienceOf = (lane: Lane, { customer }: Pick<CaseDetail, 'customer'>): string => {
  if (lane === 'internal') return 'Only your team will read this.'
  if (lane === 'expert') return 'The invited expert and your team will read this, and not the customer.'
  return customer
    ? `The customer ${customer.name} will read this.`
    : 'The customer will read this. No customer is set on this case yet.'
}

export interface ConfirmStepProps {
  audience: string
  onSend: () => void
  onBack: () => void
}

/** The second deliberate act, in the place of the first. */
export const ConfirmStep = ({ audience, onSend, onBack }: ConfirmStepProps) => {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <div className={styles.confirm} role="alert">
      <strong>{audience}</strong>
      <span>Send it now?</span>
      <span className={styles.grow} />
      <Button look="quiet" shortcut="Escape" onClick={onBack}>
        Back
      </Button>
      <Button ref={button} look="primary" shortcut="Mod+Enter" onClick={onSend}>
        Send to the customer
      </Button>
    </div>
  )
}
