import { FileDiff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useBench } from '../../app/bench.ts'
import type { TabViewProps } from '../../app/feature.ts'
import { useLive } from '../../client/use-live.ts'
import { useCaseOf } from '../../editor/use-file.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type OfCase, openWorkspace } from '../../workspace/acts.tsx'
import { ChangesView } from './changes-view.tsx'

/** What the workspace of a case changes. */
const ChangesTab = ({ tabKey, active, setTitle }: TabViewProps) => {
  const { value, state, error, retry } = useCaseOf(tabKey)
  const ref = value?.case.ref
  useEffect(() => {
    if (ref !== undefined) setTitle(`${ref} changes`)
  }, [ref, setTitle])
  if (value) return <OfFound found={value.case} active={active} />
  if (state !== 'failed') return <Skeleton lines={10} label="Reading the changes" />
  return (
    <ErrorState title="The changes cannot be shown" error={error}>
      <Button onClick={retry}>Try again</Button>
    </ErrorState>
  )
}

const OfFound = ({ found, active }: { found: OfCase; active: boolean }) => {
  const bench = useBench()
  const { client } = bench
  const [against, setAgainst] = useState('baseline')
  const { value, state, error, retry } = useLive(
    (signal) => client.patches.watchChanges({ caseId: found.id, against }, { signal }),
    [client, found.id, against],
    { keep: true },
  )
  if (state === 'failed' && error instanceof Error && 'code' in error && error.code === 'no-workspace')
    return (
      <EmptyState icon={FileDiff} title={`No workspace for ${found.ref} yet`} text={error.message}>
        <Button look="primary" onClick={() => void openWorkspace(bench, found).then(retry)}>
          Open workspace
        </Button>
      </EmptyState>
    )
  if (state === 'failed')
    return (
      <ErrorState title="The changes cannot be shown" error={error}>
        {against !== 'baseline' && <Button onClick={() => setAgainst('baseline')}>Customer's state</Button>}
        <Button onClick={retry}>Try again</Button>
      </ErrorState>
    )
  if (!value) return <Skeleton lines={10} label="Reading the changes" />
  return (
    <ChangesView found={found} active={active} files={value.files} against={against} onAgainst={setAgainst} />
  )
}

export default ChangesTab
