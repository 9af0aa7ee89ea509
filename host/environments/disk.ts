import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type Docker from 'dockerode'
import { z } from 'zod'
import type { DiskUse } from '../../shared/contract/environments.ts'
import { engineFailure, isEngineLost } from '../engine/failure.ts'
import { listSnapshots } from '../snapshots/rows.ts'
import { type EnvironmentDesk, type Subject, wasInEngine } from './desk.ts'
import { benchLabel, caseLabel, projectLabel, snapshotLabel } from './names.ts'

type Labels = Readonly<Record<string, string>> | null

/** What the engine says of its disk (https://docs.docker.com/reference/api/engine/, "Get data usage information"). */
interface Usage {
  Containers?:
    | { Labels: Labels; SizeRw?: number; ImageID: string; Mounts?: { Name?: string }[] | null }[]
    | null
  Images?: { Id: string; RepoTags: string[] | null; Size: number; SharedSize: number }[] | null
  Volumes?: { Name: string; Labels: Labels; UsageData?: { Size: number } | null }[] | null
}

const none = { containers: 0, volumes: 0, images: 0, snapshots: 0, bytes: 0 }

/** What a case's environment takes of the disk; null where the engine does not tell. Throws `no-engine`, `engine-lost`. */
export const diskOf = async (desk: EnvironmentDesk, subject: Subject): Promise<DiskUse | null> => {
  const { owner, made } = subject
  const { caseId } = owner
  const kept = await desk.database.read(listSnapshots, { caseId })
  if (!wasInEngine(subject) && kept.length === 0) return none
  const { docker } = await desk.engines.current()
  const usage = await usageOf(docker)
  if (!usage) return null
  const { Containers, Images, Volumes } = usage
  const isOurs = (labels: Labels) => labels?.[benchLabel] === owner.benchId && labels[caseLabel] === caseId
  const own = (Containers ?? []).filter(
    ({ Labels }) => isOurs(Labels) && Labels?.[projectLabel] === owner.project,
  )
  const mounted = new Set(own.flatMap(({ Mounts }) => (Mounts ?? []).map(({ Name }) => Name ?? '')))
  const named = new Set(await imageNames(made))
  const used = (Images ?? []).filter(
    ({ Id, RepoTags }) =>
      own.some(({ ImageID }) => ImageID === Id) || (RepoTags ?? []).some((tag) => named.has(tag)),
  )
  const ours = (Volumes ?? []).filter(({ Labels }) => isOurs(Labels))
  const isCopy = (labels: Labels) => labels !== null && snapshotLabel in labels && !(projectLabel in labels)
  const without = (Volumes ?? []).filter(({ Name, Labels }) => mounted.has(Name) && !isOurs(Labels))
  const data = [...ours.filter(({ Labels }) => !isCopy(Labels)), ...without]
  const copies = ours.filter(({ Labels }) => isCopy(Labels))
  const beside = kept.reduce((sum, { facts }) => sum + facts.fileBytes + facts.spareBytes, 0)
  const found = {
    containers: sum(own.map(({ SizeRw }) => SizeRw ?? 0)),
    volumes: sum(data.map(sizeOf)),
    images: sum(used.map(({ Size, SharedSize }) => Size - Math.max(0, SharedSize))),
    snapshots: sum(copies.map(sizeOf)) + beside,
  }
  return { ...found, bytes: sum(Object.values(found)) }
}

const sum = (all: readonly number[]): number => all.reduce((so, one) => so + Math.max(0, one), 0)

const sizeOf = ({ UsageData }: { UsageData?: { Size: number } | null }): number => UsageData?.Size ?? 0

const usageOf = async (docker: Docker): Promise<Usage | null> => {
  try {
    return (await docker.df()) as Usage
  } catch (error) {
    if (isEngineLost(error)) throw engineFailure(error, 'Counting what the environment takes of the disk')
    return null
  }
}

const madeFile = z.object({ services: z.record(z.string(), z.object({ image: z.string().optional() })) })

/** The images that an environment was last started with, as the engine names them; it may be down now. */
const imageNames = async (made: string): Promise<string[]> => {
  try {
    const { services } = madeFile.parse(JSON.parse(await readFile(join(made, 'compose.json'), 'utf8')))
    return Object.values(services).flatMap(({ image }) =>
      image === undefined ? [] : [image.split('/').at(-1)?.includes(':') ? image : `${image}:latest`],
    )
  } catch {
    // It was never started.
    return []
  }
}
