import { CircleCheck, CircleDashed, CircleX, Ellipsis, LoaderCircle, type LucideIcon } from 'lucide-react'
import type { ServicePort, ServiceStatus } from '../../shared/contract/environments.ts'
import { bytesText } from '../app/save-bytes.ts'
import { IconButton } from '../ui/icon-button.tsx'
import listRow from '../ui/list-row.module.css'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import styles from './environment.module.css'
import { addressOf, type Mark, markNames, markOf } from './words.ts'

const icons: Readonly<Record<Mark, LucideIcon>> = {
  ready: CircleCheck,
  waiting: LoaderCircle,
  failed: CircleX,
  off: CircleDashed,
}

export interface ServiceRowProps {
  service: ServiceStatus
  name: string
  usage: { cpu: number; memoryBytes: number } | undefined
  acts: readonly MenuItem[]
}

export const ServiceRow = ({ service, name, usage, acts }: ServiceRowProps) => {
  const mark = markOf(service)
  const Icon = icons[mark]
  const { reason, image, kind, ports } = service
  return (
    <div className={listRow.row}>
      <span role="img" aria-label={markNames[mark]} className={styles.mark} data-mark={mark}>
        <Icon size={15} aria-hidden />
      </span>
      <div className={listRow.words}>
        <span className={styles.name} title={`${name} ${image}`}>
          {name}
          <span className={styles.image}>{kind === 'process' ? 'local process' : image}</span>
        </span>
        <span className={styles.why} data-mark={mark} title={reason}>
          {reason}
        </span>
      </div>
      {usage && (
        <span className={styles.usage}>
          {Math.round(usage.cpu * 100)} % · {bytesText(usage.memoryBytes)}
        </span>
      )}
      {ports.map((port) => (
        <Port key={`${port.port}/${port.protocol}`} service={service.service} port={port} />
      ))}
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label={`Acts on ${name}`} size="small" tabIndex={-1} />}
        items={acts}
      />
    </div>
  )
}

/** A port as a browser opens it; one that differs from the Compose file's says why. */
const Port = ({ service, port: one }: { service: string; port: ServicePort }) => {
  const { port, container, instead, protocol } = one
  const address = addressOf(one)
  const text =
    instead === null
      ? `Open ${address}, port ${container} of ${service}`
      : `Port ${instead} was taken, so port ${container} of ${service} is at ${address}`
  if (protocol !== 'tcp')
    return (
      <span className={styles.port}>
        :{port}/{protocol}
      </span>
    )
  return (
    <Tooltip text={text}>
      <a
        className={styles.port}
        href={`http://${address}/`}
        target="_blank"
        rel="noreferrer"
        tabIndex={-1}
        aria-label={text}
        data-instead={instead !== null}
      >
        :{port}
      </a>
    </Tooltip>
  )
}
