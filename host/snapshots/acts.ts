import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type Docker from 'dockerode'
import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import type { Database } from '../database/threads.ts'
import { benchLabel, caseLabel, environmentFolder, type Owner, snapshotLabel } from '../environments/names.ts'
import { syncFolder } from '../files/durable.ts'
import { trash, trashFolder } from '../workspace-files/trash.ts'
import { volumeCopy } from './copy.ts'
import { copyFolder, folderDigest, removeFolder } from './files.ts'
import {
  beginRemoval,
  beginSnapshot,
  findSnapshot,
  finishRestore,
  finishSnapshot,
  forgetSnapshot,
  type KeptVolume,
  markRestoring,
  type SnapshotFacts,
  type SnapshotRow,
} from './rows.ts'
import type { Spares } from './spares.ts'
import {
  copiesOf,
  makeVolume,
  needAlone,
  removeVolume,
  type StackVolume,
  stackImageIds,
  stackVolumes,
  stopStack,
} from './stack.ts'
import type { Standing } from './take-back.ts'
import type { Staged, VolumeCopy } from './volume-copy.ts'

export interface SnapshotOptions {
  database: Database
  dataDir: string
  newId(): string
  now(): number
  /** The engine and whose an environment is. Throws `no-engine`. */
  stack(caseId: string): Promise<{ docker: Docker; owner: Owner }>
  /** The engine, and the id by which it knows this bench. Throws `no-engine`. */
  engine(): Promise<{ docker: Docker; benchId: string }>
  /** Lets nothing else be done to an environment meanwhile. */
  turn<T>(caseId: string, act: () => Promise<T>): Promise<T>
  /** The folder of a case's workspace. */
  workspace(caseId: string): Promise<string>
  /** Images that the environment names, as far as the engine may have them. */
  images(caseId: string): Promise<string[]>
}

/** What acts on snapshots need. */
export interface SnapshotDesk extends SnapshotOptions {
  readonly spares: Spares
}

/** Where the files of snapshots lie, a folder each. */
export const snapshotsFolder = (dataDir: string): string => join(dataDir, 'snapshots')

export const filesOf = (dataDir: string, id: string): string =>
  join(snapshotsFolder(dataDir), id, environmentFolder)

/** Throws `not-found`. */
export const needSnapshot = async (
  { database }: Pick<SnapshotOptions, 'database'>,
  input: { caseId: string; name: string },
): Promise<SnapshotRow> => {
  const found = await database.read(findSnapshot, input)
  if (found) return found
  throw new BenchError(
    'not-found',
    `There is no snapshot "${input.name}" of this case. Nothing was changed. Choose one of those that are there.`,
    { list: 'env snapshot list REF' },
  )
}

const copier = async (
  options: SnapshotOptions,
  caseId: string,
  { docker, owner }: { docker: Docker; owner: Owner },
  snapshot: string,
): Promise<VolumeCopy> => {
  const images = [...(await stackImageIds(docker, owner)), ...(await options.images(caseId).catch(() => []))]
  return volumeCopy(docker, { images, labels: copyLabels(owner, snapshot) })
}

/** Labels of what a snapshot makes: not those of the environment, with which it would go. */
export const copyLabels = ({ benchId, caseId }: Owner, snapshot: string) => ({
  [benchLabel]: benchId,
  [caseLabel]: caseId,
  [snapshotLabel]: snapshot,
})

/** Saves the state of an environment. What was begun and failed leaves nothing. */
export const save = async (
  options: SnapshotDesk,
  { caseId, name, signal }: { caseId: string; name: string; signal: AbortSignal },
): Promise<string[]> => {
  const { database, newId } = options
  const place = await options.stack(caseId)
  const folder = join(await options.workspace(caseId), environmentFolder)
  const volumes = await stackVolumes(place.docker, place.owner)
  if (volumes.length === 0 && !existsSync(folder))
    throw new BenchError(
      'no-environment',
      'This case has no environment to save. Propose one and start it first.',
    )
  await needAlone(
    place.docker,
    place.owner,
    volumes.map(({ known }) => known),
  )
  const id = newId()
  await database.write(beginSnapshot, { id, caseId, name })
  try {
    const startAgain = await stopStack(place.docker, place.owner)
    let notes: string[] = []
    let copy: VolumeCopy | null = null
    try {
      copy = await copier(options, caseId, place, id)
      const facts = await keep(options, { ...place, copy, id, folder, volumes, signal })
      await database.write(finishSnapshot, { id, facts, at: true })
    } finally {
      notes = await startAgain()
    }
    options.spares.begin(await needSnapshot(options, { caseId, name }), copy)
    return notes
  } catch (error) {
    await discard(options, place.docker, place.owner.benchId, id)
    throw meaning(error, 'Nothing was saved, and the environment is as it was.')
  }
}

/** An error of a copy with what it means, and what to do. */
const meaning = (error: unknown, means: string): unknown => {
  if (!(error instanceof BenchError) || (error.code !== 'disk-full' && error.code !== 'engine')) return error
  const next = error.code === 'disk-full' ? 'Free some space and try again.' : 'Try again.'
  const details = error.code === 'disk-full' ? { disk: 'engine' } : undefined
  return new BenchError(error.code, `${error.message} ${means} ${next}`, details)
}

interface Keeping {
  docker: Docker
  owner: Owner
  copy: VolumeCopy
  id: string
  folder: string
  volumes: readonly StackVolume[]
  signal: AbortSignal
}

const keep = async (options: SnapshotOptions, keeping: Keeping): Promise<SnapshotFacts> => {
  const { docker, owner, copy, id, folder, volumes, signal } = keeping
  const target = filesOf(options.dataDir, id)
  const { files, bytes } = existsSync(folder) ? await copyFolder(folder, target) : { files: 0, bytes: 0 }
  const kept: KeptVolume[] = []
  for (const [at, { known, ...volume }] of volumes.entries()) {
    const name = `${owner.project}-snapshot-${id.replaceAll('-', '').slice(-12)}-${at}`
    await makeVolume(docker, { name, driver: 'local', labels: copyLabels(owner, id), options: {} })
    await (await copy.stage(known, name, { signal })).commit()
    kept.push({ ...volume, copy: name, bytes: await copy.size(name, signal) })
    await keepStanding(options.dataDir, id, name, await copy.standing(known))
  }
  return { volumes: kept, files, fileBytes: bytes, spareBytes: 0 }
}

/** Takes a snapshot away, or what there is of one. */
export const discard = async (
  { database, dataDir }: Pick<SnapshotOptions, 'database' | 'dataDir'>,
  docker: Docker,
  benchId: string,
  id: string,
): Promise<void> => {
  await database.write(beginRemoval, { id })
  for (const { name, snapshot } of await copiesOf(docker, benchId))
    if (snapshot === id) await removeVolume(docker, name)
  await removeFolder(join(snapshotsFolder(dataDir), id))
  await database.write(forgetSnapshot, { id })
}

/** Takes an environment back to a snapshot. Cut off at any instant, doing it again ends it. */
export const restore = async (
  options: SnapshotDesk,
  { caseId, name, signal }: { caseId: string; name: string; signal: AbortSignal },
): Promise<string[]> => {
  const { database, dataDir, spares } = options
  const snapshot = await needSnapshot(options, { caseId, name })
  const place = await options.stack(caseId)
  const now = await stackVolumes(place.docker, place.owner)
  await needAlone(
    place.docker,
    place.owner,
    now.map(({ known }) => known),
  )
  await database.write(markRestoring, { caseId, id: snapshot.id })
  const startAgain = await stopStack(place.docker, place.owner)
  const copy = await copier(options, caseId, place, snapshot.id)
  const filling = { dataDir, copy, snapshot, now, signal, emptyOthers: true, spares }
  let ready: Ready
  try {
    ready = await prepare(place.docker, filling)
  } catch (error) {
    await database.write(markRestoring, { caseId, id: null })
    const said = await startAgain()
    throw meaning(error, ['The environment is as it was.', ...said].join(' '))
  }
  const { notes } = ready
  try {
    await ready.commit()
  } catch (error) {
    throw meaning(
      error,
      `The environment is half at "${name}" and its services are stopped; "${name}" itself is whole. Do not start them before it is restored.`,
    )
  }
  const changed = await restoreFiles(options, snapshot)
  await database.write(finishRestore, { caseId, id: snapshot.id })
  notes.push(...(await startAgain()))
  if (changed)
    notes.push(
      'The folder "environment" was another; it is in the trash of the workspace. Starting the environment makes services of what is there now.',
    )
  spares.begin(snapshot, copy)
  return notes
}

interface Filling {
  dataDir: string
  copy: VolumeCopy
  snapshot: SnapshotRow
  now: readonly StackVolume[]
  signal: AbortSignal
  emptyOthers: boolean
  spares: Spares
}

interface Ready {
  /** What could not be filled. */
  notes: string[]
  commit(): Promise<void>
}

/**
 * Gets all ready for filling the volumes of an environment whose containers do not run; volumes that are absent are made.
 * Those that a snapshot does not know are emptied where `emptyOthers` says so. What fails leaves them as they were.
 */
const prepare = async (docker: Docker, filling: Filling): Promise<Ready> => {
  const { dataDir, copy, snapshot, now, signal, emptyOthers, spares } = filling
  const notes: string[] = []
  const filled = new Set<string>()
  const staged: { one: Staged; target: string; kept: string | null }[] = []
  try {
    for (const volume of snapshot.facts.volumes) {
      const there = now.find((one) => (volume.name ? one.name === volume.name : isSame(one, volume)))
      if (!there && volume.name === '') {
        notes.push(
          `${volume.mount?.service}:${volume.mount?.path} has no volume now. Start the environment, then restore again.`,
        )
        continue
      }
      if (!there) await makeVolume(docker, volume)
      const target = there?.known ?? volume.name
      const known = await readStanding(dataDir, snapshot.id, volume.copy)
      const spareMade = () => spares.made(snapshot.id)
      const one = await copy.stage(volume.copy, target, { known, keeps: true, spareMade, signal })
      staged.push({ one, target, kept: volume.copy })
      filled.add(target)
    }
    if (emptyOthers)
      for (const { known: target } of now)
        if (!filled.has(target))
          staged.push({ one: await copy.stage(null, target, { signal }), target, kept: null })
  } catch (error) {
    for (const { one } of staged) await one.undo()
    throw error
  }
  const commit = async () => {
    for (const { one, target, kept } of staged) {
      const standing = await one.commit()
      if (kept !== null)
        await keepStanding(dataDir, snapshot.id, kept, standing ?? (await copy.standing(target)))
    }
  }
  return { notes, commit }
}

/** Fills the volumes of an environment that is down. Answers what could not be filled. */
export const fill = async (docker: Docker, filling: Filling): Promise<string[]> => {
  const { notes, commit } = await prepare(docker, filling)
  await commit()
  filling.spares.begin(filling.snapshot, filling.copy)
  return notes
}

const standingFile = (dataDir: string, id: string, copy: string): string =>
  join(snapshotsFolder(dataDir), id, `${copy}.json`)

/** Notes what stood in a volume when it held what the snapshot holds; it only makes a restore quicker. */
const keepStanding = async (dataDir: string, id: string, copy: string, standing: Standing): Promise<void> => {
  const path = standingFile(dataDir, id, copy)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, JSON.stringify(standing), { mode: 0o600 })
}

const readStanding = async (dataDir: string, id: string, copy: string): Promise<Standing> => {
  try {
    return z
      .record(z.string(), z.string())
      .parse(JSON.parse(await readFile(standingFile(dataDir, id, copy), 'utf8')))
  } catch {
    // Never noted, or half written: then all is copied.
    return {}
  }
}

const isSame = (one: StackVolume, other: KeptVolume): boolean =>
  one.name === '' && one.mount?.service === other.mount?.service && one.mount?.path === other.mount?.path

/** Puts the folder back as it was saved, where it differs; what was there goes into the workspace's trash. */
const restoreFiles = async (options: SnapshotOptions, { id, caseId }: SnapshotRow): Promise<boolean> => {
  const { dataDir, newId, now } = options
  const root = await options.workspace(caseId)
  const folder = join(root, environmentFolder)
  const saved = filesOf(dataDir, id)
  if ((await folderDigest(saved)) === (await folderDigest(folder))) return false
  const part = join(root, `.${environmentFolder}-${newId()}`)
  try {
    if (existsSync(saved)) await copyFolder(saved, part)
    if (existsSync(folder))
      await trash({ root, folder: trashFolder(dataDir, caseId), now: now(), newId }, [environmentFolder])
    if (existsSync(part)) await rename(part, folder)
    await syncFolder(root)
  } finally {
    await removeFolder(part)
  }
  return true
}
