import { Boxes, ExternalLink, Play, RotateCw, Square, SquareTerminal } from 'lucide-react'
import { useState } from 'react'
import type { Environment, ServiceStatus } from '../../shared/contract/environments.ts'
import { useBench } from '../app/bench.ts'
import { useLive } from '../client/use-live.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import type { MenuItem } from '../ui/menu.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import { actOnService } from './acts.ts'
import styles from './environment.module.css'
import { openShell } from './open-shell.ts'
import { ServiceDetail } from './service-detail.tsx'
import { ServiceRow } from './service-row.tsx'
import { addressOf, markOf, nameOf } from './words.ts'

const rowHeight = 46

export interface ServiceListProps {
  found: OfCase
  environment: Environment
}

/** The services of an environment, each with its state, its reason, its ports and what it uses. */
export const ServiceList = ({ found, environment }: ServiceListProps) => {
  const { services, state: overall, reason } = environment
  const note = overall === 'down' && reason !== 'Nothing runs.' ? `${reason} ` : ''
  const bench = useBench()
  const { client } = bench
  const [wanted, setWanted] = useState<number | null>(null)
  const usage = useLive(
    (signal) => client.environments.stats({ caseId: found.id }, { signal }),
    [client, found.id],
    { keep: true },
  )
  const used = (one: ServiceStatus) =>
    usage.value?.services.find(({ container }) => container !== '' && container === one.container)
  const menu = (index: number): readonly MenuItem[] => {
    const one = services[index]
    if (!one) return []
    const { service, state, ports } = one
    const off = state === 'exited' || state === 'dead' || state === 'missing'
    const run = (act: 'start' | 'stop' | 'restart') => () => void actOnService(bench, found, { service, act })
    return [
      {
        label: `Open a shell in ${service}`,
        icon: SquareTerminal,
        disabled: state !== 'running' || one.kind === 'process',
        run: () => void openShell(bench, found, service),
      },
      ...ports
        .filter(({ protocol }) => protocol === 'tcp')
        .map((port) => ({
          label: `Open ${addressOf(port)} in the browser`,
          icon: ExternalLink,
          run: () => void window.open(`http://${addressOf(port)}/`, '_blank', 'noreferrer'),
        })),
      { label: `Restart ${service}`, icon: RotateCw, disabled: off, run: run('restart') },
      off
        ? { label: `Start ${service}`, icon: Play, run: run('start') }
        : { label: `Stop ${service}`, icon: Square, run: run('stop') },
    ]
  }
  // What needs a look is in front until somebody chooses.
  const troubled = services.findIndex((one) => markOf(one) === 'failed')
  const at = Math.min(wanted ?? Math.max(0, troubled), services.length - 1)
  const active = services[at]
  if (!active)
    return (
      <EmptyState
        icon={Boxes}
        title="Nothing runs"
        long={note !== ''}
        text={`${note}Start the environment to see its services and their logs here.`}
      />
    )
  return (
    <div className={styles.services}>
      <VirtualList
        label="Services"
        count={services.length}
        rowHeight={rowHeight}
        active={at}
        onActiveChange={setWanted}
        menu={menu}
        row={(index) => {
          const one = services[index]
          return (
            one && (
              <ServiceRow service={one} name={nameOf(one, services)} usage={used(one)} acts={menu(index)} />
            )
          )
        }}
      />
      {!active.ready && <ServiceDetail service={active} name={nameOf(active, services)} />}
    </div>
  )
}
