import {
  Archive,
  Camera,
  CloudDownload,
  Columns3,
  Ellipsis,
  Eraser,
  HardDrive,
  Play,
  RotateCcw,
  ShieldAlert,
  Square,
  Stethoscope,
} from 'lucide-react'
import type { Environment } from '../../shared/contract/environments.ts'
import { type Bench, useBench } from '../app/bench.ts'
import { pathOf } from '../app/router.ts'
import { bytesText } from '../app/save-bytes.ts'
import { useCall } from '../client/use-call.ts'
import { keepImages } from '../images/keep.ts'
import { fetchForCase } from '../images/share.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import panel from '../ui/panel.module.css'
import { Toolbar, ToolbarSpace } from '../ui/toolbar.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import { removeEnvironment, startEnvironment, startFresh, stopEnvironment } from './acts.ts'
import styles from './environment.module.css'
import { diskParts, standing, stateTones } from './words.ts'

export interface BarProps {
  found: OfCase
  environment: Environment
  onDoctor: () => void
  onReview: () => void
}

/** How an environment stands, and what can be done with all of it. */
export const Bar = ({ found, environment, onDoctor, onReview }: BarProps) => {
  const bench = useBench()
  const { state, engine } = environment
  const stopped = state === 'down'
  const busy = isBusy(environment)
  return (
    <Toolbar label="Environment" className={panel.bar}>
      <Badge tone={stateTones[state]}>{standing(environment)}</Badge>
      {engine && (
        <span className={styles.engine} title={engine.host}>
          {engine.kind === 'podman' ? 'Podman' : 'Docker'} {engine.version}
        </span>
      )}
      <OnDisk found={found} state={state} />
      <ToolbarSpace />
      <Button
        size="small"
        look={stopped ? 'primary' : 'plain'}
        icon={Play}
        disabled={busy || state === 'up'}
        onClick={() => void startEnvironment(bench, found, { onRefused: onReview })}
      >
        Start
      </Button>
      <Button
        size="small"
        icon={Square}
        disabled={stopped || state === 'stopping'}
        onClick={() => void stopEnvironment(bench, found)}
      >
        Stop
      </Button>
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label="More acts on the environment" size="small" />}
        items={itemsOf(bench, { found, environment, onDoctor, onReview })}
      />
    </Toolbar>
  )
}

/** What the environment takes of the disk, counted anew when it was started or stopped. */
const OnDisk = ({ found, state }: { found: OfCase; state: Environment['state'] }) => {
  const { client } = useBench()
  const disk = useCall(
    (signal) => client.environments.disk({ caseId: found.id }, { signal }),
    [client, found.id, state],
    { keep: true },
  )
  const value = disk.value?.disk
  if (!value || value.bytes === 0) return null
  return (
    <span className={styles.engine} title={diskParts(value)}>
      {bytesText(value.bytes)} on disk
    </span>
  )
}

const isBusy = ({ state }: Environment): boolean => state === 'starting' || state === 'stopping'

/** What is done less often, in a menu. */
const itemsOf = (bench: Bench, { found, environment, onDoctor, onReview }: BarProps): readonly MenuItem[] => [
  {
    label: 'Start with empty volumes…',
    icon: RotateCcw,
    disabled: isBusy(environment),
    run: () => void startFresh(bench, found),
  },
  { label: 'Snapshots', icon: Camera, run: () => void bench.commands.run('panel.snapshots') },
  {
    label: 'Compare environments',
    icon: Columns3,
    run: () => bench.navigate(pathOf('compare', found.ref)),
  },
  { label: 'What the Compose file may do', icon: ShieldAlert, run: onReview },
  { label: 'Keep its images in the vault', icon: Archive, run: () => void keepImages(bench, found) },
  {
    label: 'Fetch its images from the service',
    icon: CloudDownload,
    run: () => void fetchForCase(bench, found),
  },
  {
    label: 'Disk and memory…',
    icon: HardDrive,
    run: () => void bench.commands.run('environment.reclaim'),
  },
  { label: 'Look at the engine', icon: Stethoscope, run: onDoctor },
  'separator',
  {
    label: 'Remove with all data…',
    icon: Eraser,
    danger: true,
    run: () => void removeEnvironment(bench, found),
  },
]
