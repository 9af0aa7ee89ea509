import { PanelRight } from 'lucide-react'
import { BenchError } from '../../../shared/contract/error.ts'
import { useBench } from '../../app/bench.ts'
import type { ActiveTab } from '../../app/route.ts'
import { useLive } from '../../client/use-live.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { caseRefOf } from '../current-case.ts'
import { PageFrame } from '../page-frame.tsx'
import { Facts } from './facts.tsx'

/** The facts of the case in front, or of that of the file in front. */
const FactsPanel = ({ tab }: { tab: ActiveTab | null }) => {
  const key = caseRefOf(tab)
  if (key === null)
    return (
      <EmptyState
        icon={PanelRight}
        title="Facts of a case"
        text="Open a case to see its customer, clocks, stack, files and links here."
      />
    )
  return <FactsOf key={key} caseKey={key} />
}

const FactsOf = ({ caseKey }: { caseKey: string }) => {
  const { client } = useBench()
  const { value, state, error, retry } = useLive(
    (signal) => client.cases.watch({ key: caseKey }, { signal }),
    [client, caseKey],
  )
  if (value)
    return (
      <PageFrame detail={value}>
        <Facts />
      </PageFrame>
    )
  if (state !== 'failed') return <Skeleton lines={12} label="Reading the facts" />
  if (error instanceof BenchError && error.code === 'not-found')
    return <EmptyState icon={PanelRight} title="No facts" text={error.message} />
  return (
    <ErrorState title="The facts cannot be shown" error={error}>
      <Button onClick={retry}>Try again</Button>
    </ErrorState>
  )
}

export default FactsPanel
