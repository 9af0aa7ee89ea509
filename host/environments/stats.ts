import type Docker from 'dockerode'
import { engineFailure, isMissing } from '../engine/failure.ts'
import type { Owner } from './names.ts'
import { ownContainers, serviceOf } from './observe.ts'

export interface Usage {
  service: string
  container: string
  cpu: number
  memoryBytes: number
}

/** Processor time and memory of every running container of an environment; takes a second or two, as it is a rate. */
export const usageOf = async (
  docker: Docker,
  owner: Pick<Owner, 'benchId' | 'project'>,
): Promise<Usage[]> => {
  try {
    const running = (await ownContainers(docker, owner)).filter(({ State }) => State.Running)
    const each = await Promise.all(running.map((one) => usage(docker, one.Id, serviceOf(one))))
    return each.filter((one) => one !== null)
  } catch (error) {
    throw engineFailure(error, 'Reading how much the services use')
  }
}

const usage = async (docker: Docker, container: string, service: string): Promise<Usage | null> => {
  try {
    const stats = await docker.getContainer(container).stats({ stream: false })
    return { service, container, cpu: share(stats), memoryBytes: memoryOf(stats) }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** As the Docker command counts it: the container's part of all processor time, times the processors. */
const share = ({ cpu_stats: now, precpu_stats: before }: Docker.ContainerStats): number => {
  const own = now.cpu_usage.total_usage - (before.cpu_usage?.total_usage ?? 0)
  const all = (now.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0)
  const cpus = now.online_cpus || now.cpu_usage.percpu_usage?.length || 1
  return all > 0 && own > 0 ? (own / all) * cpus : 0
}

/** Without the pages of files, which the kernel gives back when they are needed. */
const memoryOf = ({ memory_stats: memory }: Docker.ContainerStats): number => {
  const stats: Record<string, unknown> = { ...memory.stats }
  const files = Number(stats.total_inactive_file ?? stats.inactive_file ?? 0)
  return Math.max(0, Math.round((memory.usage ?? 0) - files))
}
