import type { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { BenchError } from '../../shared/contract/error.ts'
import { labelsOf } from '../environments/names.ts'
import { copyLabels, discard, filesOf, needSnapshot, type SnapshotOptions } from './acts.ts'
import { copyFolder } from './files.ts'
import { beginSnapshot, finishSnapshot, type KeptVolume } from './rows.ts'
import { makeVolume } from './stack.ts'

/** The data of a volume as a tar, by the name that the Compose file gives it. */
export interface CarriedVolume {
  name: string
  tar: Buffer
}

/** Bytes of all volumes of a snapshot that may go with a card. */
const carriedAtMost = 128 * 1024 * 1024

const volumeLabel = 'com.docker.compose.volume'

/** A container that is never started, with a volume in it: the engine reads and writes its files by itself. */
const withVolume = async <T>(
  docker: Docker,
  options: { image: string; volume: string; labels: Record<string, string> },
  act: (container: Docker.Container) => Promise<T>,
): Promise<T> => {
  const container = await docker.createContainer({
    Image: options.image,
    Cmd: ['true'],
    Labels: options.labels,
    HostConfig: { NetworkMode: 'none', Binds: [`${options.volume}:/casebench`] },
  })
  try {
    return await act(container)
  } finally {
    await container.remove({ force: true, v: true }).catch(() => undefined)
  }
}

const imageFor = async (options: SnapshotOptions, docker: Docker, caseId: string): Promise<string> => {
  for (const image of await options.images(caseId))
    if (
      await docker
        .getImage(image)
        .inspect()
        .then(Boolean, () => false)
    )
      return image
  throw new BenchError(
    'no-environment',
    'The engine has no image of this environment, which its volumes need. Nothing was changed.',
  )
}

/** The volumes of a snapshot that have names, for a card. Throws `too-large`, `not-found`. */
export const carryOut = async (
  options: SnapshotOptions,
  input: { caseId: string; name: string },
): Promise<CarriedVolume[]> => {
  const snapshot = await needSnapshot(options, input)
  const { docker, owner } = await options.stack(input.caseId)
  const image = await imageFor(options, docker, input.caseId)
  const labels = copyLabels(owner, snapshot.id)
  const carried: CarriedVolume[] = []
  let bytes = 0
  for (const { copy, name: known } of snapshot.facts.volumes) {
    // One without a name is known by its container, which another bench does not have.
    if (!known.startsWith(`${owner.project}_`)) continue
    const name = known.slice(owner.project.length + 1)
    const tar = await withVolume(docker, { image, volume: copy, labels }, async (container) => {
      const chunks: Buffer[] = []
      for await (const chunk of (await container.getArchive({ path: '/casebench/.' })) as Readable) {
        chunks.push(chunk as Buffer)
        bytes += (chunk as Buffer).length
        if (bytes > carriedAtMost)
          throw new BenchError(
            'too-large',
            `The volumes of the snapshot "${input.name}" have more than 128 MB, more than a card takes. Nothing was written. Make the card without them.`,
          )
      }
      return Buffer.concat(chunks)
    })
    carried.push({ name, tar })
  }
  return carried
}

/** Makes a snapshot of a case out of volumes that a card brought. What fails leaves nothing. */
export const carryIn = async (
  options: SnapshotOptions,
  {
    caseId,
    name: snapshot,
    volumes,
  }: { caseId: string; name: string; volumes: readonly { name: string; tar: NodeJS.ReadableStream }[] },
): Promise<void> => {
  const { database, dataDir, newId } = options
  const { docker, owner } = await options.stack(caseId)
  const image = await imageFor(options, docker, caseId)
  const id = newId()
  await database.write(beginSnapshot, { id, caseId, name: snapshot })
  try {
    const labels = copyLabels(owner, id)
    const kept: KeptVolume[] = []
    for (const [at, volume] of volumes.entries()) {
      const copy = `${owner.project}-snapshot-${id.replaceAll('-', '').slice(-12)}-${at}`
      await makeVolume(docker, { name: copy, driver: 'local', labels, options: {} })
      await withVolume(docker, { image, volume: copy, labels }, (container) =>
        container.putArchive(volume.tar, { path: '/casebench' }),
      )
      const name = `${owner.project}_${volume.name}`
      const compose = { 'com.docker.compose.project': owner.project, [volumeLabel]: name }
      const facts = {
        driver: 'local',
        labels: { ...labelsOf(owner), ...compose },
        options: {},
        mount: null,
        bytes: 0,
      }
      kept.push({ name, copy, ...facts })
    }
    const folder = `${await options.workspace(caseId)}/environment`
    const { files, bytes } = await copyFolder(folder, filesOf(dataDir, id))
    const facts = { volumes: kept, files, fileBytes: bytes, spareBytes: 0 }
    await database.write(finishSnapshot, { id, facts, at: false })
  } catch (error) {
    await discard(options, docker, owner.benchId, id)
    throw error
  }
}
