import { Check, Paperclip } from 'lucide-react'
import { useBench } from '../app/bench.ts'
import { pathOf } from '../app/router.ts'
import { Button } from '../ui/button.tsx'
import type { OfCase } from '../workspace/acts.tsx'

export interface AttachProps {
  found: OfCase
  /** The event of the case that shows it already. */
  eventId: string | undefined
  disabled?: boolean
  onAttach: () => void
}

/** Puts a run or a bisection onto its case, and leads to it once it is there. */
export const Attach = ({ found: { ref }, eventId, disabled = false, onAttach }: AttachProps) => {
  const { navigate } = useBench()
  if (eventId !== undefined)
    return (
      <Button
        size="small"
        icon={Check}
        title="Show it on the timeline"
        onClick={() => navigate(pathOf('case', ref), { event: eventId })}
      >
        Attached to {ref}
      </Button>
    )
  return (
    <Button size="small" icon={Paperclip} disabled={disabled} onClick={onAttach}>
      Attach to {ref}
    </Button>
  )
}
