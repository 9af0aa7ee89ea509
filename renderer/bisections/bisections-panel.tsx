import { GitCommitVertical, Plus } from 'lucide-react'
import { useState } from 'react'
import type { Bisection } from '../../shared/domain/stack/bisection.ts'
import { useBench } from '../app/bench.ts'
import type { ActiveTab } from '../app/route.ts'
import { plural } from '../case/words.ts'
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
import { Toolbar, ToolbarSpace } from '../ui/toolbar.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import { useLastCase } from '../workspace/last-case.ts'
import { BisectDialog } from './bisect-dialog.tsx'
import { BisectionDetail } from './bisection-detail.tsx'
import styles from './bisections.module.css'
import { stateNames, stateTones, subjectOf } from './words.ts'

/** Searches for the version or the settings that make the difference, of the case in front. */
const BisectionsPanel = ({ tab }: { tab: ActiveTab | null }) => {
  const ref = useLastCase(tab)
  if (ref === null)
    return (
      <EmptyState
        icon={GitCommitVertical}
        title="Bisections of a case"
        text="Open a case to search for the version or the setting that brought its problem."
      />
    )
  return <OfRef key={ref} caseRef={ref} />
}

const OfRef = ({ caseRef }: { caseRef: string }) => {
  const { value, state, error, retry } = useCaseOf(caseRef)
  if (value) return <OfFound found={value.case} />
  if (state !== 'failed') return <Skeleton lines={6} label="Reading the bisections" />
  return (
    <ErrorState title="The bisections cannot be shown" error={error}>
      <Button onClick={retry}>Try again</Button>
    </ErrorState>
  )
}

const OfFound = ({ found }: { found: OfCase }) => {
  const { client } = useBench()
  const live = useLive(
    (signal) => client.bisections.watch({ caseId: found.id }, { signal }),
    [client, found.id],
  )
  const [asking, setAsking] = useState(false)
  if (!live.value) {
    if (live.state !== 'failed') return <Skeleton lines={6} label="Reading the bisections" />
    return (
      <ErrorState title="The bisections cannot be shown" error={live.error}>
        <Button onClick={live.retry}>Try again</Button>
      </ErrorState>
    )
  }
  const { bisections, attached } = live.value
  const add = (
    <Button size="small" look="primary" icon={Plus} onClick={() => setAsking(true)}>
      New bisection…
    </Button>
  )
  return (
    <div className={panel.panel}>
      {bisections.length === 0 ? (
        <EmptyState
          icon={GitCommitVertical}
          title="Nothing was bisected yet"
          text="With a check that tells whether the problem shows, Casebench tries versions of a service, or the settings in which two configurations differ, until it has the one that brings it."
        >
          {add}
        </EmptyState>
      ) : (
        <>
          <Toolbar label="Bisections" className={panel.bar}>
            <span className={panel.facts}>{plural(bisections.length, 'bisection')}</span>
            <ToolbarSpace />
            {add}
          </Toolbar>
          <Halves {...{ found, bisections, attached }} />
        </>
      )}
      {asking && <BisectDialog found={found} onClose={() => setAsking(false)} />}
    </div>
  )
}

const rowHeight = 46

interface HalvesProps {
  found: OfCase
  bisections: readonly Bisection[]
  /** Events of the case by the bisections that they show. */
  attached: Readonly<Record<string, string>>
}

const Halves = ({ found, bisections, attached }: HalvesProps) => {
  const [wanted, setWanted] = useState<string | null>(null)
  const at = Math.max(
    0,
    bisections.findIndex(({ id }) => id === wanted),
  )
  const shown = bisections[at]
  return (
    <div className={panel.halves}>
      <div className={panel.list}>
        <VirtualList
          label="Bisections"
          count={bisections.length}
          rowHeight={rowHeight}
          active={at}
          onActiveChange={(index) => setWanted(bisections[index]?.id ?? null)}
          row={(index) => {
            const one = bisections[index]
            return one && <Row bisection={one} />
          }}
        />
      </div>
      {shown && (
        <BisectionDetail key={shown.id} found={found} bisection={shown} eventId={attached[shown.id]} />
      )}
    </div>
  )
}

const Row = ({ bisection }: { bisection: Bisection }) => {
  const { state, startedAt, steps } = bisection
  return (
    <div className={listRow.row}>
      <div className={listRow.words}>
        <span className={styles.subject} title={subjectOf(bisection)}>
          {subjectOf(bisection)}
        </span>
        <span className={panel.facts}>
          <RelativeTime at={startedAt} /> · {plural(steps.length, 'step')}
        </span>
      </div>
      <Badge tone={stateTones[state]}>{stateNames[state]}</Badge>
    </div>
  )
}

export default BisectionsPanel
