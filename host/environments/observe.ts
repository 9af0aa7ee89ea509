import type Docker from 'dockerode'
import type { ServicePort, ServiceStatus } from '../../shared/contract/environments.ts'
import { isMissing } from '../engine/failure.ts'
import { instanceLabel, type Owner, ownFilter, serviceLabel } from './names.ts'
import type { MovedPort } from './rows.ts'

export type Inspected = Docker.ContainerInspectInfo

/** All containers of an environment, whether they run or not. */
export const ownContainers = async (
  docker: Docker,
  owner: Pick<Owner, 'benchId' | 'project'>,
): Promise<Inspected[]> => {
  const found = await docker.listContainers({ all: true, filters: ownFilter(owner) })
  const each = await Promise.all(
    found.map(async ({ Id }) => {
      try {
        return await docker.getContainer(Id).inspect()
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    }),
  )
  return each
    .filter((one) => one !== null)
    .toSorted((a, b) => serviceOf(a).localeCompare(serviceOf(b)) || instanceOf(a) - instanceOf(b))
}

/** What health checks say; undefined where there are none, which Podman tells by an empty status. */
const healthOf = ({ State }: Pick<Inspected, 'State'>): Inspected['State']['Health'] =>
  ['', 'none'].includes(State.Health?.Status ?? '') ? undefined : State.Health

export const serviceOf = ({ Config }: Inspected): string => Config.Labels[serviceLabel] ?? ''
const instanceOf = ({ Config }: Inspected): number =>
  Math.max(1, Number(Config.Labels[instanceLabel] ?? 1) || 1)

const states = ['created', 'running', 'restarting', 'paused', 'exited', 'dead'] as const
const healths = ['starting', 'healthy', 'unhealthy'] as const

/** A container as it stands, with why. */
export const statusOf = (container: Inspected, moved: readonly MovedPort[]): ServiceStatus => {
  const { State, Config } = container
  const state = states.find((one) => one === State.Status) ?? 'dead'
  const health = healths.find((one) => one === healthOf(container)?.Status) ?? 'none'
  const service = serviceOf(container)
  const ended = state === 'exited' || state === 'dead'
  return {
    service,
    kind: 'container',
    container: container.Id,
    instance: instanceOf(container),
    state,
    health,
    ready: isReady(container),
    reason: reasonOf(container),
    image: Config.Image,
    ports: portsOf(
      container,
      moved.filter((one) => one.service === service),
    ),
    startedAt: instantOf(State.StartedAt),
    // One that could not be started has one too.
    exitCode: ended || State.Error ? State.ExitCode : null,
  }
}

const isReady = (container: Inspected): boolean => {
  const { State } = container
  if (State.Status === 'running') return (healthOf(container)?.Status ?? 'healthy') === 'healthy'
  return State.Status === 'exited' && State.ExitCode === 0 && isOneTime(container)
}

/** Whether it may be done once it ended: nobody asks how it is or reaches it from here. */
const isOneTime = (container: Inspected): boolean => {
  const { HostConfig } = container
  const policy = HostConfig.RestartPolicy?.Name ?? ''
  const published = Object.keys((HostConfig.PortBindings as object | null) ?? {}).length > 0
  return !healthOf(container) && !published && ['', 'no', 'on-failure'].includes(policy)
}

/** Restarts after which a container is said to fail again and again. */
const restartsAtMost = 5

/** Whether waiting for it is in vain. */
export const hasFailed = (container: Inspected): boolean => {
  const { State, RestartCount } = container
  if (State.Status === 'dead') return true
  if (RestartCount >= restartsAtMost && State.Health?.Status !== 'healthy') return true
  if (State.Status === 'exited') return State.ExitCode !== 0 || !isOneTime(container)
  return State.Status === 'running' && State.Health?.Status === 'unhealthy'
}

const reasonOf = (container: Inspected): string => {
  const { State, RestartCount } = container
  const health = healthOf(container)
  const again = RestartCount > 0 ? ` It was started again ${RestartCount} times.` : ''
  if (State.OOMKilled) return `It was ended because it used more memory than it may.${again}`
  if (State.Error) return `The engine could not start it: ${State.Error}`
  const checks = health?.Log ?? []
  const last = checks.at(-1)
  const said = last
    ? ` The last check said (exit code ${last.ExitCode}): ${last.Output.trim().slice(0, 2000)}`
    : ''
  switch (State.Status) {
    case 'running':
      if (!health) return `It runs; it has no health check.${again}`
      if (health.Status === 'healthy') return `Its health check passes.${again}`
      if (health.Status === 'unhealthy')
        return `Its health check failed ${health.FailingStreak} times in a row.${said}${again}`
      return `Its health check has not passed yet.${said}${again}`
    case 'exited':
      return `It ended with exit code ${State.ExitCode}${signalOf(State.ExitCode)}.${again}`
    case 'restarting':
      return `It ended with exit code ${State.ExitCode}${signalOf(State.ExitCode)} and is being started again.${again}`
    case 'paused':
      return 'It is paused.'
    case 'created':
      return 'It was made and not started yet.'
    default:
      return 'The engine could not remove it. Restart the engine, then take the environment down.'
  }
}

const signalOf = (exitCode: number): string =>
  exitCode === 137 ? ' (killed)' : exitCode === 143 ? ' (asked to end)' : ''

const instantOf = (text: string): number | null => {
  const at = Date.parse(text)
  return at > 0 ? at : null
}

const portsOf = ({ NetworkSettings }: Inspected, moved: readonly MovedPort[]): ServicePort[] =>
  Object.entries(NetworkSettings.Ports ?? {})
    .flatMap(([name, bindings]) => {
      const [port = '', protocol = 'tcp'] = name.split('/')
      return (bindings ?? []).map(({ HostIp, HostPort }) => ({
        container: Number(port),
        protocol,
        host: HostIp || '127.0.0.1',
        port: Number(HostPort),
        instead: moved.find((one) => one.port === Number(HostPort))?.wanted ?? null,
      }))
    })
    .toSorted((a, b) => a.container - b.container || a.port - b.port)
