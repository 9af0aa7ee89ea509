import { FileQuestion } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import { BenchError } from '../../shared/contract/error.ts'
import { useBench } from '../app/bench.ts'
import type { TabViewProps } from '../app/feature.ts'
import { useLive } from '../client/use-live.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { CaseView } from './case-view.tsx'
import { PageFrame } from './page-frame.tsx'

const CaseTab = ({ tabKey, active, setTitle }: TabViewProps) => {
  const { client, commands, navigate } = useBench()
  const live = useLive((signal) => client.cases.watch({ key: tabKey }, { signal }), [client, tabKey])
  const detail = live.value
  const title = detail && `${detail.case.ref} ${detail.case.title}`
  const tell = useEffectEvent(setTitle)
  useEffect(() => {
    if (title) tell(title)
  }, [title])

  if (detail)
    return (
      <PageFrame detail={detail}>
        <CaseView key={detail.case.id} active={active} />
      </PageFrame>
    )
  if (live.state !== 'failed') return <Skeleton lines={10} label="Reading the case" />
  if (live.error instanceof BenchError && live.error.code === 'not-found')
    return (
      <EmptyState
        icon={FileQuestion}
        title={`There is no case ${tabKey}`}
        text="This bench holds no case with this reference. It may be on another bench, or mistyped."
      >
        <Button look="primary" onClick={() => navigate('/queue')}>
          Show the queue
        </Button>
        <Button onClick={() => commands.run('case.new')}>New case</Button>
      </EmptyState>
    )
  return (
    <ErrorState title={`${tabKey} cannot be shown`} error={live.error}>
      <Button look="primary" onClick={live.retry}>
        Try again
      </Button>
    </ErrorState>
  )
}

export default CaseTab
