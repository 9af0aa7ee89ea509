import type Docker from 'dockerode'
import type { Removed } from '../../shared/contract/environments.ts'
import { isMissing, isSettled } from '../engine/failure.ts'
import { benchLabel, type Owner, ownFilter, projectLabel } from './names.ts'

export interface Removal {
  /** Which volumes go as well; none by default. */
  volumes?: (name: string) => boolean
  /** Seconds that a container has to end; 10 as Compose has it. */
  graceSeconds?: number
  signal?: AbortSignal
}

/**
 * Removes what carries the labels of one environment of this bench, and nothing else: containers with their unnamed
 * volumes, networks, and volumes where they are wanted gone. Doing it again goes on where it stopped.
 */
export const removeEnvironment = async (
  docker: Docker,
  owner: Pick<Owner, 'benchId' | 'project'>,
  { volumes = () => false, graceSeconds, signal }: Removal = {},
): Promise<Removed> => {
  const filters = ownFilter(owner)
  const containers = await docker.listContainers({ all: true, filters })
  const own = containers.filter(({ Labels }) => isOwn(Labels, owner))
  await Promise.all(own.map(({ Id }) => removeContainer(docker.getContainer(Id), graceSeconds)))
  signal?.throwIfAborted()
  const networks = (await docker.listNetworks({ filters })).filter(({ Labels }) => isOwn(Labels, owner))
  for (const { Id } of networks) await unlessGone(docker.getNetwork(Id).remove())
  const listed = await docker.listVolumes({ filters })
  const going = (listed.Volumes ?? []).filter(({ Name, Labels }) => isOwn(Labels, owner) && volumes(Name))
  for (const { Name } of going) await unlessGone(docker.getVolume(Name).remove())
  return { containers: own.length, networks: networks.length, volumes: going.length }
}

/** The engine filters by label too; a container is removed only when we have read the label ourselves. */
const isOwn = (
  labels: Readonly<Record<string, string>> | null | undefined,
  { benchId, project }: Pick<Owner, 'benchId' | 'project'>,
): boolean => labels?.[benchLabel] === benchId && labels[projectLabel] === project

const removeContainer = async (container: Docker.Container, graceSeconds: number | undefined) => {
  await unless(isSettled, container.stop(graceSeconds === undefined ? {} : { t: graceSeconds }))
  await unless(isSettled, container.remove({ force: true, v: true }))
}

const unless = async (is: (error: unknown) => boolean, act: Promise<unknown>): Promise<void> => {
  try {
    await act
  } catch (error) {
    if (!is(error)) throw error
  }
}

const unlessGone = (act: Promise<unknown>) => unless(isMissing, act)

/** The names of the volumes of an environment. */
export const ownVolumes = async (
  docker: Docker,
  owner: Pick<Owner, 'benchId' | 'project'>,
): Promise<string[]> => {
  const { Volumes } = await docker.listVolumes({ filters: ownFilter(owner) })
  return (Volumes ?? []).map(({ Name }) => Name)
}
