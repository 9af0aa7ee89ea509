import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type Docker from 'dockerode'
import type { Handlers } from '../../shared/contract/define.ts'
import { cancelled } from '../../shared/contract/error.ts'
import { preparedName, type snapshots } from '../../shared/contract/snapshots.ts'
import { live } from '../rpc/live.ts'
import {
  copyLabels,
  discard,
  filesOf,
  fill,
  needSnapshot,
  restore,
  type SnapshotDesk,
  type SnapshotOptions,
  save,
  snapshotsFolder,
} from './acts.ts'
import { type CarriedVolume, carryIn, carryOut } from './carry.ts'
import { volumeCopy } from './copy.ts'
import { copyFolder, removeFolder } from './files.ts'
import {
  beginSnapshot,
  findSnapshot,
  finishSnapshot,
  halfSnapshots,
  type KeptVolume,
  listSnapshots,
  noteSpare,
  openRestores,
  shown,
  snapshotIds,
  wholeSnapshots,
} from './rows.ts'
import { openSpares } from './spares.ts'
import { copiesOf, makeVolume, removeHelpers, removeVolume, stackVolumes } from './stack.ts'

/** Snapshots of this host, for its clients and for whoever starts environments from them. */
export interface Snapshots {
  readonly handlers: Handlers<typeof snapshots>
  /**
   * Fills the volumes of an environment that is down, made where they are absent, so that an `up` after it begins there.
   * Null stands for the prepared snapshot, where there is one. Answers the name. Throws `not-found`.
   */
  seed(caseId: string, asked: { name: string | null; signal: AbortSignal }): Promise<string | null>
  carryOut(input: { caseId: string; name: string }): Promise<CarriedVolume[]>
  carryIn(input: Parameters<typeof carryIn>[1]): Promise<void>
  close(): Promise<void>
}

/** Opens the snapshots. What a crash cut off is ended first: restores go on, half snapshots and copies of none go. */
export const openSnapshots = async (options: SnapshotOptions): Promise<Snapshots> => {
  const { database, turn } = options
  const closing = new AbortController()
  let ended: Promise<void> | null = null
  const spares = openSpares(database)
  const desk: SnapshotDesk = { ...options, spares }
  const ready = () => {
    ended ??= options
      .engine()
      .then((engine) => resume(desk, engine, closing.signal))
      .catch((error: unknown) => {
        ended = null
        throw error
      })
    return ended
  }
  const cutOff = [...(await database.read(halfSnapshots, {})), ...(await database.read(openRestores, {}))]
  // Without an engine it waits for the first act.
  if (cutOff.length > 0) ready().catch(() => undefined)
  const alone = async <T>(caseId: string, act: () => Promise<T>): Promise<T> => {
    await ready()
    return turn(caseId, act)
  }
  const answered = async (input: { caseId: string; name: string }, act: () => Promise<string[]>) => {
    const began = performance.now()
    const notes = await alone(input.caseId, act)
    const row = await needSnapshot(options, input)
    return { snapshot: shown(row), durationMs: Math.round(performance.now() - began), notes }
  }
  return {
    handlers: {
      watch: ({ caseId }, { signal }) =>
        live(database, {
          topics: [`snapshots:${caseId}`],
          signal,
          read: async () => ({ snapshots: (await database.read(listSnapshots, { caseId })).map(shown) }),
        }),
      save: (input, { signal }) =>
        answered(input, async () => {
          await spares.stop(input.caseId)
          return save(desk, { ...input, signal })
        }),
      restore: (input, { signal }) => answered(input, () => restore(desk, { ...input, signal })),
      branch: ({ caseId, name, to }, { signal }) =>
        alone(caseId, () => branch(options, { caseId, name, to, signal })),
      remove: ({ caseId, name }) =>
        alone(caseId, async () => {
          await spares.stop(caseId)
          const row = await needSnapshot(options, { caseId, name })
          const { docker, owner } = await options.stack(caseId)
          await discard(options, docker, owner.benchId, row.id)
          const { bytes, spareBytes } = shown(row)
          return { bytesFreed: bytes + spareBytes }
        }),
    },
    async seed(caseId, { name, signal }) {
      const wanted = { caseId, name: name ?? preparedName }
      if (name === null && (await database.read(findSnapshot, wanted)) === null) return null
      const snapshot = await needSnapshot(options, wanted)
      const { docker, owner } = await options.stack(caseId)
      const images = await options.images(caseId).catch(() => [])
      const copy = await volumeCopy(docker, { images, labels: copyLabels(owner, snapshot.id) })
      const now = await stackVolumes(docker, owner)
      const { dataDir } = options
      await fill(docker, { dataDir, copy, snapshot, now, signal, emptyOthers: false, spares })
      return snapshot.name
    },
    carryOut: (input) => alone(input.caseId, () => carryOut(options, input)),
    carryIn: (input) => alone(input.caseId, () => carryIn(options, input)),
    async close() {
      closing.abort(cancelled())
      await ended?.catch(() => undefined)
      await spares.close()
    },
  }
}

const branch = async (
  options: SnapshotOptions,
  { caseId, name, to, signal }: { caseId: string; name: string; to: string; signal: AbortSignal },
) => {
  const { database, dataDir, newId } = options
  const source = await needSnapshot(options, { caseId, name })
  const { docker, owner } = await options.stack(caseId)
  const id = newId()
  await database.write(beginSnapshot, { id, caseId, name: to })
  try {
    const labels = copyLabels(owner, id)
    const copy = await volumeCopy(docker, { images: await options.images(caseId).catch(() => []), labels })
    const volumes: KeptVolume[] = []
    for (const [at, volume] of source.facts.volumes.entries()) {
      const made = `${owner.project}-snapshot-${id.replaceAll('-', '').slice(-12)}-${at}`
      await makeVolume(docker, { name: made, driver: 'local', labels, options: {} })
      await (await copy.stage(volume.copy, made, { signal })).commit()
      volumes.push({ ...volume, copy: made })
    }
    await copyFolder(filesOf(dataDir, source.id), filesOf(dataDir, id))
    await copy.settle()
    await database.write(finishSnapshot, {
      id,
      facts: { ...source.facts, volumes, spareBytes: 0 },
      at: false,
      from: source.id,
    })
  } catch (error) {
    await discard(options, docker, owner.benchId, id)
    throw error
  }
  return { snapshot: shown(await needSnapshot(options, { caseId, name: to })) }
}

const resume = async (
  desk: SnapshotDesk,
  { docker, benchId }: { docker: Docker; benchId: string },
  signal: AbortSignal,
): Promise<void> => {
  const { database, dataDir } = desk
  await removeHelpers(docker, benchId)
  for (const { id } of await database.read(halfSnapshots, {})) await discard(desk, docker, benchId, id)
  await countSpares(desk, docker)
  for (const one of await database.read(openRestores, {}))
    await desk.turn(one.caseId, () => restore(desk, { ...one, signal }))
  const known = new Set(await database.read(snapshotIds, {}))
  for (const name of await readdir(snapshotsFolder(dataDir)).catch(() => []))
    if (!known.has(name)) await removeFolder(join(snapshotsFolder(dataDir), name))
  for (const { name, snapshot } of await copiesOf(docker, benchId))
    if (!known.has(snapshot)) await removeVolume(docker, name)
}

/** Finds out which spares there are: a host that was killed may have made some, or used them. */
const countSpares = async ({ database }: SnapshotDesk, docker: Docker): Promise<void> => {
  const copy = await volumeCopy(docker, { images: [], labels: {} })
  for (const { id, facts } of await database.read(wholeSnapshots, {})) {
    let sum = 0
    for (const { copy: name, bytes } of facts.volumes) {
      const there = await copy.hasSpare(name).catch(() => false)
      await copy.tidySpare(name, { all: !there }).catch(() => undefined)
      if (there) sum += bytes
    }
    if (sum !== facts.spareBytes) await database.write(noteSpare, { id, bytes: sum })
  }
}
