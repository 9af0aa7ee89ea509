import type { DiskUse, Environment, ServicePort, ServiceStatus } from '../../shared/contract/environments.ts'
import { bytesText } from '../app/save-bytes.ts'
import type { Tone } from '../ui/badge.tsx'

type State = Environment['state']

const stateNames: Readonly<Record<State, string>> = {
  none: 'No environment',
  down: 'Stopped',
  starting: 'Starting',
  up: 'Running',
  degraded: 'Not ready',
  stopping: 'Stopping',
  unknown: 'No engine',
}

export const stateTones: Readonly<Record<State, Tone>> = {
  none: 'neutral',
  down: 'neutral',
  starting: 'info',
  up: 'ok',
  degraded: 'warn',
  stopping: 'info',
  unknown: 'danger',
}

const readyOf = (services: readonly ServiceStatus[]): number => services.filter(({ ready }) => ready).length

/** How an environment stands, in a few words. */
export const standing = ({ state, services }: Environment): string => {
  if (state === 'none' || state === 'unknown' || state === 'down' || services.length === 0)
    return stateNames[state]
  return `${stateNames[state]} · ${readyOf(services)} of ${services.length} ready`
}

export type Mark = 'ready' | 'waiting' | 'failed' | 'off'

const gone: readonly ServiceStatus['state'][] = ['exited', 'dead']

/** What a service's sign says: it is ready, on its way, in trouble, or not there. */
export const markOf = ({ ready, state, health, exitCode }: ServiceStatus): Mark => {
  if (ready) return 'ready'
  const ended = gone.includes(state) || (state === 'created' && exitCode !== null)
  if (health === 'unhealthy' || state === 'restarting' || (ended && exitCode !== 0)) return 'failed'
  return state === 'missing' || gone.includes(state) ? 'off' : 'waiting'
}

export const markNames: Readonly<Record<Mark, string>> = {
  ready: 'Ready',
  waiting: 'Getting ready',
  failed: 'In trouble',
  off: 'Not running',
}

/** The name of one of several instances of a service. */
export const nameOf = ({ service, instance }: ServiceStatus, all: readonly ServiceStatus[]): string =>
  all.some((other) => other.service === service && other.instance !== instance)
    ? `${service} ${instance}`
    : service

/** Where a port is reached from this machine. */
export const addressOf = ({ host, port }: ServicePort): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`

/** What of the disk is taken by what. */
export const diskParts = ({ containers, volumes, images, snapshots }: DiskUse): string =>
  `Volumes ${bytesText(volumes)}, snapshots ${bytesText(snapshots)}, images ${bytesText(images)} that no other shares, containers ${bytesText(containers)}`
