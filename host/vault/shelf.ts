import { lstat, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import type { VaultImage } from '../../shared/contract/vault.ts'
import { writeDurably } from '../files/durable.ts'
import { codeOf } from '../workspace/place.ts'
import { blobSize, makeFolders, readDocument, vaultFolders } from './blobs.ts'
import {
  type Descriptor,
  documentAtMost,
  type ImageManifest,
  imageIndex,
  imageManifest,
  names,
  parsed,
  refused,
  types,
} from './documents.ts'
import { readName, wholeName } from './names.ts'

/** An image of a vault with what is needed to give it to an engine. */
export interface ShelvedImage extends VaultImage {
  manifest: ImageManifest
  /** The descriptor of its manifest. */
  descriptor: { digest: string; size: number }
}

/** What is noted of an image in the index; one that has no manifest any more is left out with its reason. */
export interface Shelf {
  images: ShelvedImage[]
  problems: string[]
}

const strings = z.array(z.string().max(500)).max(200)

const listOf = (text: string | undefined): string[] => {
  try {
    return strings.parse(JSON.parse(text ?? '[]'))
  } catch {
    // Noted by another program, or not at all.
    return []
  }
}

const readIndex = async (folder: string): Promise<Descriptor[]> => {
  const path = join(folder, 'index.json')
  const found = await lstat(path).catch(() => undefined)
  if (!found) return []
  if (!found.isFile() || found.size > documentAtMost * 4)
    throw refused(`${path} is no index of a vault. Choose another folder.`)
  return parsed(imageIndex, await readFile(path), path).manifests
}

/** Every image of a vault, as its index lists them. Throws `vanished` where the folder is gone, `refused`. */
export const readShelf = async (folder: string): Promise<Shelf> => {
  const byDigest = new Map<string, Descriptor[]>()
  for (const one of await readIndex(folder))
    byDigest.set(one.digest, [...(byDigest.get(one.digest) ?? []), one])
  const images: ShelvedImage[] = []
  const problems: string[] = []
  for (const [digest, entries] of byDigest) {
    const [first] = entries
    if (first?.mediaType !== types.manifest && !first?.mediaType.includes('manifest.v2')) continue
    try {
      const bytes = await readDocument(folder, digest)
      const manifest = parsed(imageManifest, bytes, `The manifest ${digest.slice(0, 19)}…`)
      images.push(shelved({ digest, size: bytes.length }, entries, manifest))
    } catch (error) {
      if (!(error instanceof BenchError)) throw error
      problems.push(error.message)
    }
  }
  return { images, problems }
}

const shelved = (
  descriptor: ShelvedImage['descriptor'],
  entries: readonly Descriptor[],
  manifest: ImageManifest,
): ShelvedImage => {
  const notes = Object.assign({}, ...entries.map((one) => one.annotations)) as Record<string, string>
  const tagged = entries.flatMap((one) => {
    const full = one.annotations[names.full] ?? one.annotations[names.short] ?? ''
    return (/[/:]/.test(full) && readName(full)?.tagged) || []
  })
  const parts = new Map([manifest.config, ...manifest.layers].map((part) => [part.digest, part.size]))
  return {
    imageId: manifest.config.digest,
    digest: descriptor.digest,
    names: [...new Set(tagged)],
    digests: listOf(notes[names.digests]),
    platform: notes[names.platform] ?? '',
    layers: manifest.layers.length,
    bytes: [...parts.values()].reduce((sum, size) => sum + size, descriptor.size),
    savedAt: Math.max(0, Date.parse(notes[names.savedAt] ?? '') || 0),
    manifest,
    descriptor,
  }
}

/** An entry of the index for each name of an image, as an image layout has them; one without a name where there is none. */
const descriptorsOf = (image: ShelvedImage) => {
  const notes = {
    [names.imageId]: image.imageId,
    [names.digests]: JSON.stringify(image.digests),
    [names.platform]: image.platform,
    [names.savedAt]: new Date(image.savedAt).toISOString(),
  }
  const base = { mediaType: types.manifest, digest: image.descriptor.digest, size: image.descriptor.size }
  if (image.names.length === 0) return [{ ...base, annotations: notes }]
  return image.names.map((name) => ({
    ...base,
    annotations: { ...notes, [names.full]: wholeName(name), [names.short]: wholeName(name) },
  }))
}

/** Writes the index of a vault; at any instant the old or the new one is there. */
const writeShelf = async (folder: string, images: readonly ShelvedImage[], id: string): Promise<void> => {
  const index = { schemaVersion: 2, mediaType: types.index, manifests: images.flatMap(descriptorsOf) }
  await writeDurably(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}', { id })
  await writeDurably(join(folder, 'index.json'), JSON.stringify(index), { id, mode: 0o600 })
}

/** Milliseconds after which the lock of a program that is gone is taken over; a change of the index takes a few. */
const lockStale = 30_000
const lockWait = 60_000

/**
 * Changes the list of a vault while nobody else does: a folder on a shared disk may serve two benches. `change` is given
 * the images as they are and answers those that shall be; `after` runs once they are written, before others may change.
 */
export const changeShelf = async <T>(
  folder: string,
  id: string,
  act: {
    change(images: ShelvedImage[]): Promise<ShelvedImage[]> | ShelvedImage[]
    after(images: readonly ShelvedImage[]): Promise<T> | T
  },
): Promise<T> => {
  const lock = join(folder, 'casebench-lock')
  await takeLock(lock)
  try {
    const changed = await act.change((await readShelf(folder)).images)
    await writeShelf(folder, changed, id)
    return await act.after(changed)
  } finally {
    await rm(lock, { force: true })
  }
}

/** Throws `busy` where another bench removed a part between its coming and its being listed. */
export const needWhole = async (
  folder: string,
  { manifest, descriptor }: Pick<ShelvedImage, 'manifest' | 'descriptor'>,
): Promise<void> => {
  for (const { digest } of [manifest.config, ...manifest.layers, descriptor])
    if ((await blobSize(folder, digest)) === null)
      throw new BenchError('busy', 'Another bench took a part of this image out of the vault. Save it again.')
}

const takeLock = async (path: string): Promise<void> => {
  const began = performance.now()
  for (;;) {
    try {
      await (await open(path, 'wx', 0o600)).close()
      return
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
    const found = await stat(path).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > lockStale) await rm(path, { force: true })
    if (performance.now() - began > lockWait)
      throw new BenchError(
        'busy',
        'Another bench is changing this vault. Nothing was changed. Try again in a minute.',
      )
    await wait(50)
  }
}

/** Makes the folder of a vault. Throws `vanished` where its disk is away. */
export const openFolder = async (folder: string): Promise<void> => {
  try {
    await mkdir(vaultFolders(folder).incoming, { recursive: true, mode: 0o700 })
    await makeFolders(folder)
  } catch (error) {
    if (!/^(ENOENT|ENOTDIR|EACCES|EPERM|EROFS)$/.test(codeOf(error))) throw error
    throw new BenchError(
      'vanished',
      `The folder of the vault, ${folder}, cannot be opened. Nothing was changed. Put its disk back, or choose another folder.`,
    )
  }
}
