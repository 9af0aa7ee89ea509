import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import type { Run } from '../../shared/domain/stack/run.ts'
import { useBench } from '../app/bench.ts'
import type { ActiveTab } from '../app/route.ts'
import { useLive } from '../client/use-live.ts'
import { useCaseOf } from '../editor/use-file.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import listRow from '../ui/list-row.module.css'
import panel from '../ui/panel.module.css'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import { useLastCase } from '../workspace/last-case.ts'
import { attachRun, editScript } from './acts.ts'
import { CheckBar } from './check-bar.tsx'
import { RunDetail } from './run-detail.tsx'
import styles from './runs.module.css'
import { facts, outcome } from './words.ts'

/** Checks of the case in front: run one, see what each came to, and put it on the case. */
const RunsPanel = ({ tab }: { tab: ActiveTab | null }) => {
  const ref = useLastCase(tab)
  if (ref === null)
    return (
      <EmptyState
        icon={FlaskConical}
        title="Runs of a case"
        text="Open a case to run its repro steps and keep what they show."
      />
    )
  return <OfRef key={ref} caseRef={ref} />
}

const OfRef = ({ caseRef }: { caseRef: string }) => {
  const { value, state, error, retry } = useCaseOf(caseRef)
  if (value) return <OfFound found={value.case} />
  if (state !== 'failed') return <Skeleton lines={6} label="Reading the runs" />
  return (
    <ErrorState title="The runs cannot be shown" error={error}>
      <Button onClick={retry}>Try again</Button>
    </ErrorState>
  )
}

const OfFound = ({ found }: { found: OfCase }) => {
  const bench = useBench()
  const { client } = bench
  const live = useLive((signal) => client.runs.watch({ caseId: found.id }, { signal }), [client, found.id])
  if (!live.value) {
    if (live.state !== 'failed') return <Skeleton lines={6} label="Reading the runs" />
    return (
      <ErrorState title="The runs cannot be shown" error={live.error}>
        <Button onClick={live.retry}>Try again</Button>
      </ErrorState>
    )
  }
  const { runs, command, attached } = live.value
  return (
    <div className={panel.panel}>
      <CheckBar found={found} command={command} running={runs.some(({ state }) => state === 'running')} />
      {runs.length === 0 ? (
        <EmptyState
          icon={FlaskConical}
          title={`${found.ref} was not checked yet`}
          text="The repro steps are a script, repro.sh in the workspace, or any command. Exit code 0 means not reproduced, 125 that it cannot be told, other codes up to 127 reproduced."
        >
          <Button onClick={() => void editScript(bench, found)}>Write repro.sh</Button>
        </EmptyState>
      ) : (
        <Halves found={found} runs={runs} attached={attached} />
      )}
    </div>
  )
}

const rowHeight = 46

interface HalvesProps {
  found: OfCase
  runs: readonly Run[]
  /** Events of the case by the runs that they show. */
  attached: Readonly<Record<string, string>>
}

const Halves = ({ found, runs, attached }: HalvesProps) => {
  const bench = useBench()
  const [wanted, setWanted] = useState<string | null>(null)
  const at = Math.max(
    0,
    runs.findIndex(({ id }) => id === wanted),
  )
  const shown = runs[at]
  return (
    <div className={panel.halves}>
      <div className={panel.list}>
        <VirtualList
          label="Runs"
          count={runs.length}
          rowHeight={rowHeight}
          active={at}
          onActiveChange={(index) => setWanted(runs[index]?.id ?? null)}
          menu={(index) => {
            const run = runs[index]
            if (!run) return []
            return [
              {
                label: `Attach to ${found.ref}`,
                disabled: run.state === 'running' || attached[run.id] !== undefined,
                run: () => void attachRun(bench, found, run),
              },
            ]
          }}
          row={(index) => {
            const run = runs[index]
            return run && <RunRow run={run} />
          }}
        />
      </div>
      {shown && <RunDetail key={shown.id} found={found} run={shown} eventId={attached[shown.id]} />}
    </div>
  )
}

const RunRow = ({ run }: { run: Run }) => {
  const { text, tone } = outcome(run)
  return (
    <div className={listRow.row}>
      <div className={listRow.words}>
        <span className={styles.command} title={run.command}>
          {run.command}
        </span>
        <span className={panel.facts}>
          <RelativeTime at={run.startedAt} />
          {run.repeats.length > 0 && ` · ${facts(run)}`}
        </span>
      </div>
      <Badge tone={tone}>{text}</Badge>
    </div>
  )
}

export default RunsPanel
