import type { DiskUse, Environment, ServiceStatus } from '../../../shared/contract/environments.ts'
import type { Act } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { size } from '../text/size.ts'
import { relative } from '../text/when.ts'

interface Used {
  container: string
  cpu: number
  memoryBytes: number
}

/** An environment as a person reads it: a line for its state, then two for each service. */
export const environmentText = (
  { state, reason, services }: Environment,
  act: Pick<Act, 'out' | 'now'>,
  { used = [], disk }: { used?: readonly Used[]; disk?: DiskUse | null | undefined } = {},
): string => {
  const { paint } = act.out
  const head = `${paint(state === 'up' ? 'green' : 'bold', state)}  ${neutral(reason)}`
  const lines = services.flatMap((one) => {
    const own = used.find(({ container }) => container !== '' && container === one.container)
    const usage = own ? [`${Math.round(own.cpu * 100)} % CPU`, size(own.memoryBytes)] : []
    const since = one.startedAt === null ? [] : [`started ${relative(one.startedAt, act.now())}`]
    const name = one.instance > 1 ? `${one.service} ${one.instance}` : one.service
    const mark = one.ready ? paint('green', word(one)) : paint('red', word(one))
    const facts = [...one.ports.map(portText), one.image || 'local process', ...usage, ...since]
    return [
      `  ${neutral(name)}  ${mark}  ${facts.map((fact) => neutral(fact)).join('  ')}`,
      `      ${neutral(one.reason)}`,
    ]
  })
  return [head, ...lines, ...(disk === undefined ? [] : [diskText(disk)])].join('\n')
}

const diskText = (disk: DiskUse | null): string => {
  if (disk === null) return '  Disk: this engine does not tell'
  const { bytes, containers, volumes, images, snapshots } = disk
  return `  Disk: ${size(bytes)}: volumes ${size(volumes)}, snapshots ${size(snapshots)}, images ${size(images)} that no other shares, containers ${size(containers)}`
}

const word = ({ state, health }: ServiceStatus): string =>
  state === 'running' && health !== 'none' ? health : state

const portText = ({ container, host, port, protocol }: ServiceStatus['ports'][number]): string =>
  `${host}:${port} -> ${container}${protocol === 'tcp' ? '' : `/${protocol}`}`
