import type Docker from 'dockerode'
import type { CaseDisk, Reclaimable } from '../../shared/contract/environments.ts'
import { caseDetail } from '../cases/detail.ts'
import { isMissing } from '../engine/failure.ts'
import { listSnapshots } from '../snapshots/rows.ts'
import type { EnvironmentDesk } from './desk.ts'
import { benchLabel, caseLabel, ownerLabelsOf, projectLabel, snapshotLabel } from './names.ts'
import { builtImages, removeImage } from './remove.ts'
import { type EnvironmentRow, environmentRows } from './rows.ts'

interface Labelled {
  kind: Reclaimable['kind']
  name: string
  bytes: number
  labels: Readonly<Record<string, string>>
  running: boolean
  remove(): Promise<unknown>
}

/**
 * What of this bench's environments may go: all of those whose case or record is gone, and what belongs to one that does
 * not run. With `apply` it is removed. Never looks at anything without this bench's label.
 */
export const reclaim = async (
  desk: EnvironmentDesk,
  { caseId, apply }: { caseId: string | null; apply: boolean },
): Promise<{ items: Reclaimable[]; bytes: number; removed: number; cases: CaseDisk[] }> => {
  const { docker } = await desk.engines.current()
  const rows = await desk.database.read(environmentRows, {})
  const ours = (await everything(docker, desk.benchId)).filter(
    ({ labels }) => labels[benchLabel] === desk.benchId && (caseId === null || labels[caseLabel] === caseId),
  )
  const all = ours.filter(({ labels }) => !isCopy(labels))
  const running = new Set(all.filter((one) => one.running).map(({ labels }) => labels[projectLabel] ?? ''))
  const going = all.filter(({ labels }) => {
    const project = labels[projectLabel] ?? ''
    return !running.has(project) && rows.find((row) => row.project === project)?.act == null
  })
  let removed = 0
  if (apply)
    for (const one of going) {
      await one.remove().catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
      removed += 1
    }
  const items = going.map((one) => shown(one, rows))
  const cases = await perCase(desk, apply ? ours.filter((one) => !going.includes(one)) : ours)
  return { items, bytes: items.reduce((sum, { bytes }) => sum + bytes, 0), removed, cases }
}

/** What the environment of each case and its snapshots take, the largest first. */
const perCase = async ({ database }: EnvironmentDesk, ours: readonly Labelled[]): Promise<CaseDisk[]> => {
  const found = new Map<string, Omit<CaseDisk, 'ref'>>()
  for (const { kind, labels, bytes, running } of ours) {
    const caseId = labels[caseLabel] ?? ''
    const before = found.get(caseId) ?? { caseId, running: 0, bytes: 0, snapshotBytes: 0 }
    found.set(caseId, {
      caseId,
      running: before.running + (kind === 'container' && running ? 1 : 0),
      bytes: before.bytes + (isCopy(labels) ? 0 : bytes),
      snapshotBytes: before.snapshotBytes + (isCopy(labels) ? bytes : 0),
    })
  }
  const named = [...found.values()].map(async (one) => {
    const detail = await database.read(caseDetail, { key: one.caseId }).catch(() => null)
    const kept = await database.read(listSnapshots, { caseId: one.caseId })
    const beside = kept.reduce((sum, { facts }) => sum + facts.fileBytes + facts.spareBytes, 0)
    return { ...one, snapshotBytes: one.snapshotBytes + beside, ref: detail?.case.ref ?? '' }
  })
  return (await Promise.all(named)).toSorted((a, b) => b.bytes + b.snapshotBytes - a.bytes - a.snapshotBytes)
}

/** Copies of snapshots go with their snapshot only. */
const isCopy = (labels: Readonly<Record<string, string>>): boolean =>
  snapshotLabel in labels && !(projectLabel in labels)

const shown = ({ kind, name, bytes, labels }: Labelled, rows: readonly EnvironmentRow[]): Reclaimable => {
  const project = labels[projectLabel] ?? ''
  const row = rows.find((one) => one.project === project)
  const reason = row
    ? kind === 'volume'
      ? `The data of ${row.ref}, whose environment is down.`
      : `Left of ${row.ref}, whose environment is down.`
    : 'No environment of this bench uses it any more.'
  return { kind, name, bytes, project, ref: row?.ref ?? '', reason }
}

/** Containers first, then what they hold on to. */
const everything = async (docker: Docker, benchId: string): Promise<Labelled[]> => {
  const filters = { label: [`${benchLabel}=${benchId}`] }
  const [containers, networks, volumes, images, usage] = await Promise.all([
    docker.listContainers({ all: true, size: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
    builtImages(docker, { benchId }),
    sizesOf(docker),
  ])
  return [
    ...containers.map((one) => ({
      kind: 'container' as const,
      name: one.Names[0]?.replace(/^\//, '') ?? one.Id.slice(0, 12),
      bytes: 'SizeRw' in one ? Number(one.SizeRw) || 0 : 0,
      labels: one.Labels,
      running: one.State === 'running' || one.State === 'restarting' || one.State === 'paused',
      remove: () => docker.getContainer(one.Id).remove({ force: true, v: true }),
    })),
    ...networks.map((one) => ({
      ...{ kind: 'network' as const, name: one.Name, bytes: 0, labels: one.Labels ?? {}, running: false },
      remove: () => docker.getNetwork(one.Id).remove(),
    })),
    ...(volumes.Volumes ?? []).map((one) => ({
      kind: 'volume' as const,
      name: one.Name,
      bytes: usage.get(one.Name) ?? 0,
      labels: one.Labels ?? {},
      running: false,
      remove: () => docker.getVolume(one.Name).remove(),
    })),
    ...images.map((one) => ({
      ...{ kind: 'image' as const, name: one.RepoTags?.[0] ?? one.Id, running: false },
      ...{ bytes: usage.get(one.Id) ?? 0, labels: ownerLabelsOf(one.Labels) },
      remove: () => removeImage(docker, one),
    })),
  ]
}

/** Bytes by the names of volumes and the ids of images; of an image what no other has. */
const sizesOf = async (docker: Docker): Promise<Map<string, number>> => {
  try {
    const { Volumes, Images } = (await docker.df()) as {
      Volumes?: { Name: string; UsageData?: { Size: number } | null }[] | null
      Images?: { Id: string; Size: number; SharedSize: number }[] | null
    }
    return new Map([
      ...(Volumes ?? []).map(({ Name, UsageData }) => [Name, Math.max(0, UsageData?.Size ?? 0)] as const),
      ...(Images ?? []).map(
        ({ Id, Size, SharedSize }) => [Id, Math.max(0, Size - Math.max(0, SharedSize))] as const,
      ),
    ])
  } catch {
    // Podman does not tell; sizes are shown as unknown, which is 0.
    return new Map()
  }
}
