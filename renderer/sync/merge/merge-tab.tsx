import { CircleCheck } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { useBench } from '../../app/bench.ts'
import type { TabViewProps } from '../../app/feature.ts'
import { useLive } from '../../client/use-live.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { fieldWords } from '../conflicts/field-words.ts'
import { Merging } from './merging.tsx'

/** A text that two people changed: theirs on the left, what will stand on the right. */
const MergeTab = ({ tabKey, active, setTitle }: TabViewProps) => {
  const { client } = useBench()
  const live = useLive((signal) => client.sync.watchConflicts({}, { signal }), [client])
  const found = live.value?.conflicts.find(({ id }) => id === tabKey)
  // What is being merged is not taken away when somebody else is faster.
  const [tries, setTries] = useState(0)
  const [last, setLast] = useState(found)
  if (found && found !== last) setLast(found)
  const conflict = found ?? last
  const tell = useEffectEvent(setTitle)
  const title = conflict && `Merge ${conflict.ref} ${fieldWords(conflict)}`
  useEffect(() => {
    if (title) tell(title)
  }, [title])
  if (conflict)
    return (
      <Merging
        key={`${conflict.id} ${tries}`}
        conflict={conflict}
        over={live.value !== undefined && !found}
        active={active}
        onRetry={() => setTries(tries + 1)}
      />
    )
  if (live.state === 'failed')
    return (
      <ErrorState title="The conflict cannot be shown" error={live.error}>
        <Button look="primary" onClick={live.retry}>
          Try again
        </Button>
      </ErrorState>
    )
  return live.value ? <Over /> : <Skeleton lines={10} label="Reading the conflict" />
}

const Over = () => {
  const { commands } = useBench()
  return (
    <EmptyState
      icon={CircleCheck}
      title="This conflict is resolved"
      text="What was chosen stands for everybody who sees the case. Nothing is left to do here."
    >
      <Button look="primary" onClick={() => commands.run('tab.close')}>
        Close the tab
      </Button>
    </EmptyState>
  )
}

export default MergeTab
