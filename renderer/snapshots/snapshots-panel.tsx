import { Camera } from 'lucide-react'
import { useState } from 'react'
import type { Snapshot } from '../../shared/contract/snapshots.ts'
import { useBench } from '../app/bench.ts'
import type { ActiveTab } from '../app/route.ts'
import { bytesText } from '../app/save-bytes.ts'
import { plural } from '../case/words.ts'
import { useLive } from '../client/use-live.ts'
import { useCaseOf } from '../editor/use-file.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import panel from '../ui/panel.module.css'
import { Skeleton } from '../ui/skeleton.tsx'
import { Toolbar, ToolbarSpace } from '../ui/toolbar.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import { useLastCase } from '../workspace/last-case.ts'
import { SaveDialog } from './save-dialog.tsx'
import { SnapshotList } from './snapshot-list.tsx'

/** Named states of the environment of the case in front: save one, go back to one, go on from one. */
const SnapshotsPanel = ({ tab }: { tab: ActiveTab | null }) => {
  const ref = useLastCase(tab)
  if (ref === null)
    return (
      <EmptyState
        icon={Camera}
        title="Snapshots of a case"
        text="Open a case to keep states of its environment and go back to them."
      />
    )
  return <OfRef key={ref} caseRef={ref} />
}

const OfRef = ({ caseRef }: { caseRef: string }) => {
  const { value, state, error, retry } = useCaseOf(caseRef)
  if (value) return <OfFound found={value.case} />
  if (state !== 'failed') return <Skeleton lines={6} label="Reading the snapshots" />
  return (
    <ErrorState title="The snapshots cannot be shown" error={error}>
      <Button onClick={retry}>Try again</Button>
    </ErrorState>
  )
}

const OfFound = ({ found }: { found: OfCase }) => {
  const { client } = useBench()
  const live = useLive(
    (signal) => client.snapshots.watch({ caseId: found.id }, { signal }),
    [client, found.id],
  )
  if (live.value) return <Shown found={found} snapshots={live.value.snapshots} />
  if (live.state !== 'failed') return <Skeleton lines={6} label="Reading the snapshots" />
  return (
    <ErrorState title="The snapshots cannot be shown" error={live.error}>
      <Button onClick={live.retry}>Try again</Button>
    </ErrorState>
  )
}

const Shown = ({ found, snapshots }: { found: OfCase; snapshots: readonly Snapshot[] }) => {
  const [saving, setSaving] = useState(false)
  const names = snapshots.map(({ name }) => name)
  const dialog = saving && <SaveDialog found={found} taken={names} onClose={() => setSaving(false)} />
  if (snapshots.length === 0)
    return (
      <>
        <EmptyState
          icon={Camera}
          title={`No snapshot of ${found.ref} yet`}
          text="A snapshot keeps the data of all volumes and the configuration under a name, so that every try begins at the same state, in seconds."
        >
          <Button look="primary" onClick={() => setSaving(true)}>
            Save a snapshot…
          </Button>
        </EmptyState>
        {dialog}
      </>
    )
  const all = snapshots.reduce((sum, { bytes, spareBytes }) => sum + bytes + spareBytes, 0)
  return (
    <div className={panel.panel}>
      <Toolbar label="Snapshots" className={panel.bar}>
        <span className={panel.facts}>
          {plural(snapshots.length, 'snapshot')} · {bytesText(all)}
        </span>
        <ToolbarSpace />
        <Button size="small" look="primary" icon={Camera} onClick={() => setSaving(true)}>
          Save a snapshot…
        </Button>
      </Toolbar>
      <SnapshotList found={found} snapshots={snapshots} />
      {dialog}
    </div>
  )
}

export default SnapshotsPanel
