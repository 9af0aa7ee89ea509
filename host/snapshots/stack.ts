import type Docker from 'dockerode'
import { BenchError } from '../../shared/contract/error.ts'
import { isMissing, isSettled } from '../engine/failure.ts'
import {
  benchLabel,
  caseLabel,
  type Owner,
  ownFilter,
  projectLabel,
  serviceLabel,
  snapshotLabel,
} from '../environments/names.ts'
import type { KeptVolume } from './rows.ts'

/** A volume of an environment. */
export type StackVolume = Omit<KeptVolume, 'copy' | 'bytes'> & {
  /** What the engine calls it, also where nobody named it. */
  known: string
}

const own = async (docker: Docker, owner: Owner) => {
  const found = await docker.listContainers({ all: true, filters: ownFilter(owner) })
  return found.filter(
    ({ Labels }) => Labels[benchLabel] === owner.benchId && Labels[caseLabel] === owner.caseId,
  )
}

/** Every volume of an environment: those with its labels, and those that its containers have without a name. */
export const stackVolumes = async (docker: Docker, owner: Owner): Promise<StackVolume[]> => {
  const { Volumes } = await docker.listVolumes({ filters: ownFilter(owner) })
  const named: StackVolume[] = (Volumes ?? [])
    .filter(({ Labels }) => Labels?.[benchLabel] === owner.benchId)
    .map(({ Name, Driver, Labels, Options }) => ({
      name: Name,
      known: Name,
      driver: Driver,
      labels: { ...Labels },
      options: { ...Options },
      mount: null,
    }))
  const without: StackVolume[] = []
  for (const { Mounts, Labels } of await own(docker, owner))
    for (const { Type, Name = '', Destination, Driver = 'local' } of Mounts) {
      // Those that nobody named have a name of 64 hexadecimal digits.
      if (Type !== 'volume' || !/^[0-9a-f]{64}$/.test(Name)) continue
      const mount = { service: Labels[serviceLabel] ?? '', path: Destination }
      without.push({ name: '', known: Name, driver: Driver, labels: {}, options: {}, mount })
    }
  return [...named.toSorted((a, b) => a.name.localeCompare(b.name)), ...without]
}

/** The images of an environment's containers, by id. */
export const stackImageIds = async (docker: Docker, owner: Owner): Promise<string[]> => [
  ...new Set((await own(docker, owner)).map(({ ImageID }) => ImageID)),
]

/** Throws `busy` where a container that is not of this environment uses one of its volumes. */
export const needAlone = async (docker: Docker, owner: Owner, volumes: readonly string[]): Promise<void> => {
  for (const volume of volumes) {
    const users = await docker.listContainers({ filters: { volume: [volume] } })
    const other = users.find(({ Labels }) => Labels[caseLabel] !== owner.caseId)
    if (other)
      throw new BenchError(
        'busy',
        `The volume ${volume} is used by ${other.Names[0] ?? other.Id}, which is not of this environment. Nothing was changed. Stop it and try again.`,
      )
  }
}

/**
 * Stops what runs of an environment; what it answers starts the same again, in the order in which it was started. A
 * container that cannot be started again is named.
 */
export const stopStack = async (docker: Docker, owner: Owner): Promise<() => Promise<string[]>> => {
  const running = (await own(docker, owner)).filter(({ State }) => State === 'running' || State === 'paused')
  const each = await Promise.all(
    running.map(async ({ Id, Names, State }) => {
      const { StartedAt } = (await docker.getContainer(Id).inspect()).State
      return { id: Id, name: Names[0]?.replace('/', '') ?? Id, State, startedAt: StartedAt }
    }),
  )
  await Promise.all(
    each.map(async ({ id, State }) => {
      const container = docker.getContainer(id)
      if (State === 'paused') await container.unpause()
      // It has the time to end that its Compose file gives it.
      await container.stop({}).catch((error: unknown) => {
        if (!isSettled(error)) throw error
      })
    }),
  )
  return async () => {
    const failed: string[] = []
    for (const { id, name } of each.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)))
      await docker
        .getContainer(id)
        .start()
        .catch((error: unknown) => {
          if (!isSettled(error)) failed.push(`${name} could not be started again: ${String(error)}`)
        })
    return failed
  }
}

/** Makes a volume where it is absent. */
export const makeVolume = async (
  docker: Docker,
  { name, driver, labels, options }: Pick<KeptVolume, 'name' | 'driver' | 'labels' | 'options'>,
): Promise<void> => {
  await docker.createVolume({ Name: name, Driver: driver, Labels: { ...labels }, DriverOpts: { ...options } })
}

export const removeVolume = async (docker: Docker, name: string): Promise<void> => {
  await docker
    .getVolume(name)
    .remove()
    .catch((error: unknown) => {
      if (!isMissing(error)) throw error
    })
}

/** Copies that this bench's snapshots left on an engine, with the snapshot they belong to. */
export const copiesOf = async (
  docker: Docker,
  benchId: string,
): Promise<{ name: string; snapshot: string }[]> => {
  const { Volumes } = await docker.listVolumes({
    filters: { label: [`${benchLabel}=${benchId}`, snapshotLabel] },
  })
  return (Volumes ?? []).flatMap(({ Name, Labels }) =>
    Labels?.[benchLabel] === benchId && !(projectLabel in Labels)
      ? [{ name: Name, snapshot: Labels[snapshotLabel] ?? '' }]
      : [],
  )
}

/** Removes containers that copied for a snapshot when their host went away. */
export const removeHelpers = async (docker: Docker, benchId: string): Promise<void> => {
  const label = [`${benchLabel}=${benchId}`, snapshotLabel]
  for (const { Id, Labels } of await docker.listContainers({ all: true, filters: { label } })) {
    if (Labels[benchLabel] !== benchId || projectLabel in Labels) continue
    await docker
      .getContainer(Id)
      .remove({ force: true, v: true })
      .catch((error: unknown) => {
        if (!isSettled(error)) throw error
      })
  }
}
