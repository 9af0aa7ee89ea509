import { FolderGit2, FolderOpen, FolderSearch, FolderX, PackageOpen } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Workspace } from '../../shared/contract/workspaces.ts'
import { useBench } from '../app/bench.ts'
import type { ActiveTab } from '../app/route.ts'
import { useLive } from '../client/use-live.ts'
import { useCaseOf } from '../editor/use-file.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { type OfCase, openWorkspace, openWorkspaceIn, unpackInto } from './acts.tsx'
import { useLastCase } from './last-case.ts'
import { Standing } from './standing.tsx'
import { createTree } from './tree-store.ts'
import { TreeView } from './tree-view.tsx'
import styles from './workspace.module.css'

/** The files of the case in front; of the last one while another kind of tab is. */
const WorkspacePanel = ({ tab }: { tab: ActiveTab | null }) => {
  const ref = useLastCase(tab)
  if (ref === null)
    return (
      <EmptyState
        icon={FolderGit2}
        title="Workspace of a case"
        text="Open a case to see the files of its workspace here."
      />
    )
  return <OfRef key={ref} caseRef={ref} />
}

const OfRef = ({ caseRef }: { caseRef: string }) => {
  const { value, state, error, retry } = useCaseOf(caseRef)
  if (value) return <OfFound found={value.case} />
  if (state !== 'failed') return <Skeleton lines={8} label="Reading the workspace" />
  return (
    <ErrorState title="The workspace cannot be shown" error={error}>
      <Button onClick={retry}>Try again</Button>
    </ErrorState>
  )
}

const OfFound = ({ found }: { found: OfCase }) => {
  const { client } = useBench()
  const live = useLive(
    (signal) => client.workspaces.watch({ caseId: found.id }, { signal }),
    [client, found.id],
  )
  // Here and not in the tree's view, so that open folders stay open while git has a problem.
  const tree = useMemo(
    () => createTree((input) => client.workspaces.list({ caseId: found.id, ...input })),
    [client, found.id],
  )
  if (!live.value) {
    if (live.state !== 'failed') return <Skeleton lines={8} label="Reading the workspace" />
    return (
      <ErrorState title="The workspace cannot be shown" error={live.error}>
        <Button onClick={live.retry}>Try again</Button>
      </ErrorState>
    )
  }
  const { workspace } = live.value
  if (!workspace) return <NoWorkspace found={found} />
  if (workspace.problem !== '') return <Problem workspace={workspace} found={found} />
  return (
    <div className={styles.panel}>
      <Standing found={found} workspace={workspace} />
      <TreeView found={found} workspace={workspace} tree={tree} />
    </div>
  )
}

/** Runs an act of the panel, and shows why it failed in its place. */
const useAct = () => {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = (act: () => Promise<void>) => () => {
    setBusy(true)
    setError(null)
    act().then(
      () => setBusy(false),
      (failure: unknown) => {
        setBusy(false)
        setError(failure)
      },
    )
  }
  return { busy, error, run }
}

const NoWorkspace = ({ found }: { found: OfCase }) => {
  const bench = useBench()
  const { busy, error, run } = useAct()
  const acts = (
    <>
      <Button
        look="primary"
        icon={FolderOpen}
        disabled={busy}
        onClick={run(() => openWorkspace(bench, found))}
      >
        Open workspace
      </Button>
      <ChooseFolder disabled={busy} onClick={run(() => openWorkspaceIn(bench, found))} />
      <Button icon={PackageOpen} disabled={busy} onClick={run(() => unpackInto(bench, found))}>
        Unpack attachments
      </Button>
    </>
  )
  if (error !== null)
    return (
      <ErrorState title="The workspace cannot be opened" error={error}>
        {acts}
      </ErrorState>
    )
  return (
    <EmptyState
      icon={FolderGit2}
      title={`No workspace for ${found.ref} yet`}
      text="A folder of its own, kept by git, for the customer's files and what you change in them."
    >
      {acts}
    </EmptyState>
  )
}

/** A window in a browser may name no folder; the command line may. */
const ChooseFolder = (props: { disabled: boolean; onClick: () => void }) =>
  useBench().desktop && (
    <Button icon={FolderSearch} {...props}>
      Choose a folder…
    </Button>
  )

const Problem = ({ workspace, found }: { workspace: Workspace; found: OfCase }) => {
  const bench = useBench()
  const { busy, error, run } = useAct()
  return (
    <EmptyState
      icon={FolderX}
      title="The workspace cannot be used"
      text={error instanceof Error ? error.message : workspace.problem}
    >
      <Button look="primary" disabled={busy} onClick={run(() => openWorkspace(bench, found))}>
        Open it again
      </Button>
      <ChooseFolder disabled={busy} onClick={run(() => openWorkspaceIn(bench, found))} />
    </EmptyState>
  )
}

export default WorkspacePanel
