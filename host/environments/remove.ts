import type Docker from 'dockerode'
import type { Removed } from '../../shared/contract/environments.ts'
import { isMissing, isSettled } from '../engine/failure.ts'
import { benchLabel, type Owner, ownerLabelsOf, ownFilter, projectLabel } from './names.ts'

export interface Removal {
  /** Which volumes go as well; none by default. */
  volumes?: (name: string) => boolean
  /** Whether images that were built here go as well; not by default. */
  images?: boolean
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
  { volumes = () => false, images = false, graceSeconds, signal }: Removal = {},
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
  if (images) for (const image of await builtImages(docker, owner)) await removeImage(docker, image)
  return { containers: own.length, networks: networks.length, volumes: going.length }
}

/** Images that were built for environments of this bench; of one project where it is named. */
export const builtImages = async (
  docker: Docker,
  { benchId, project }: { benchId: string; project?: string },
): Promise<Docker.ImageInfo[]> => {
  // Podman 4 finds nothing by two labels.
  const found = await docker.listImages({ filters: { label: [`${benchLabel}.image=${benchId}`] } })
  return found.filter(({ Labels }) => {
    const labels = ownerLabelsOf(Labels)
    return labels[benchLabel] === benchId && (project === undefined || labels[projectLabel] === project)
  })
}

/** What Podman writes before the name of an image that comes from no registry. */
const fromHere = /^localhost\//

/** Removes an image that was built here; under a name of somebody's, or as long as a container uses it, it stays. */
export const removeImage = async (
  docker: Docker,
  { Id, RepoTags, Labels }: Docker.ImageInfo,
): Promise<void> => {
  const project = ownerLabelsOf(Labels)[projectLabel] ?? ''
  const names = (RepoTags ?? []).filter((name) => name !== '<none>:<none>')
  const own =
    names.length === 0 ? [Id] : names.filter((name) => name.replace(fromHere, '').startsWith(`${project}_`))
  for (const name of own) await unless(isSettled, docker.getImage(name).remove())
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
