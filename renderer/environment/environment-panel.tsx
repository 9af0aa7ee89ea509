import { Boxes, CircleAlert, PlugZap } from 'lucide-react'
import { useRef, useState } from 'react'
import { useBench } from '../app/bench.ts'
import { useCommands } from '../app/commands/use-commands.ts'
import type { ActiveTab } from '../app/route.ts'
import { useLive } from '../client/use-live.ts'
import { useCaseOf } from '../editor/use-file.ts'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import panel from '../ui/panel.module.css'
import { Skeleton } from '../ui/skeleton.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import { useLastCase } from '../workspace/last-case.ts'
import { startEnvironment } from './acts.ts'
import { Bar, type BarProps } from './bar.tsx'
import { Doctor } from './doctor.tsx'
import styles from './environment.module.css'
import { ImportProject } from './import-project.tsx'
import { LogView } from './logs/log-view.tsx'
import { proposeEnvironment } from './propose.tsx'
import { Review } from './review.tsx'
import { ServiceList } from './service-list.tsx'

/** The customer's stack of the case in front, rebuilt on this machine. */
const EnvironmentPanel = ({ tab }: { tab: ActiveTab | null }) => {
  const ref = useLastCase(tab)
  if (ref === null)
    return (
      <EmptyState
        icon={Boxes}
        title="Environment of a case"
        text="Open a case to rebuild its customer's stack here."
      />
    )
  return <OfRef key={ref} caseRef={ref} />
}

const OfRef = ({ caseRef }: { caseRef: string }) => {
  const { value, state, error, retry } = useCaseOf(caseRef)
  if (value) return <OfFound found={value.case} />
  if (state !== 'failed') return <Skeleton lines={6} label="Reading the environment" />
  return (
    <ErrorState title="The environment cannot be shown" error={error}>
      <Button onClick={retry}>Try again</Button>
    </ErrorState>
  )
}

const OfFound = ({ found }: { found: OfCase }) => {
  const { client } = useBench()
  const live = useLive(
    (signal) => client.environments.watch({ caseId: found.id }, { signal }),
    [client, found.id],
  )
  const [face, setFace] = useState<'services' | 'doctor' | 'review'>('services')
  const frame = useRef<HTMLDivElement>(null)
  const back = () => {
    setFace('services')
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>('[role="grid"], button')?.focus())
  }
  usePanelCommands(found, setFace)
  if (!live.value) {
    if (live.state !== 'failed') return <Skeleton lines={6} label="Reading the environment" />
    return (
      <ErrorState title="The environment cannot be shown" error={live.error}>
        <Button onClick={live.retry}>Try again</Button>
      </ErrorState>
    )
  }
  if (face === 'doctor') return <Doctor onClose={back} />
  if (face === 'review') return <Review found={found} onClose={back} />
  return (
    <div ref={frame} className={styles.shown}>
      <Shown
        found={found}
        environment={live.value}
        onDoctor={() => setFace('doctor')}
        onReview={() => setFace('review')}
      />
    </div>
  )
}

/** Commands of the panel; its start stands in for that of everywhere, since it can show what is refused. */
const usePanelCommands = (found: OfCase, show: (face: 'doctor' | 'review') => void) => {
  const bench = useBench()
  const front = () => bench.commands.run('panel.environment')
  const face = (shown: 'doctor' | 'review') => () => {
    front()
    show(shown)
  }
  useCommands([
    {
      id: 'environment.start',
      title: 'Start the environment of the case',
      section: 'Environment',
      keywords: 'up compose docker podman containers stack',
      run: async () => {
        front()
        await startEnvironment(bench, found, { onRefused: () => show('review') })
      },
    },
    {
      id: 'environment.review',
      title: 'Review what the Compose file may do',
      section: 'Environment',
      keywords: 'dangers allow privileged mounts security',
      run: face('review'),
    },
    {
      id: 'environment.doctor',
      title: 'Look at the container engine',
      section: 'Environment',
      keywords: 'docker podman doctor missing',
      run: face('doctor'),
    },
  ])
}

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }

const Shown = ({ found, environment, onDoctor, onReview }: BarProps) => {
  const { state, reason, services } = environment
  if (state === 'none') return <NoEnvironment found={found} reason={reason} />
  if (state === 'unknown' && services.length === 0)
    return (
      <EmptyState icon={PlugZap} title="No engine answers" text={reason}>
        <Button look="primary" onClick={onDoctor}>
          What is missing
        </Button>
      </EmptyState>
    )
  return (
    <div className={panel.panel}>
      <Bar {...{ found, environment, onDoctor, onReview }} />
      {reason !== '' && (state === 'degraded' || state === 'unknown') && (
        <section className={styles.reason} aria-label="Why it is not ready" {...reachable}>
          <CircleAlert size={14} aria-hidden />
          <p role="status">{reason}</p>
        </section>
      )}
      <div className={cx(panel.halves, styles.halves)}>
        <ServiceList found={found} environment={environment} />
        <LogView found={found} environment={environment} />
      </div>
    </div>
  )
}

const NoEnvironment = ({ found, reason }: { found: OfCase; reason: string }) => {
  const bench = useBench()
  const [importing, setImporting] = useState(false)
  return (
    <>
      <EmptyState icon={Boxes} title={`No environment for ${found.ref} yet`} text={reason}>
        <Button look="primary" onClick={() => void proposeEnvironment(bench, found)}>
          Propose one
        </Button>
        <Button onClick={() => setImporting(true)}>Import a Compose project…</Button>
      </EmptyState>
      {importing && <ImportProject found={found} onClose={() => setImporting(false)} />}
    </>
  )
}

export default EnvironmentPanel
