import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Incoming, settleBlob, vaultFolders } from './blobs.ts'
import { imageManifest, parsed } from './documents.ts'
import type { EngineImage } from './engine.ts'
import { type ReadImage, readImages } from './read-images.ts'
import { changeShelf, needWhole, openFolder, readShelf, type ShelvedImage } from './shelf.ts'
import { type ArchiveLimits, readSmall, type Unpacked, unpackArchive } from './unpack-archive.ts'

export interface AddOptions {
  folder: string
  newId(): string
  now(): number
  signal: AbortSignal
  onBytes(count: number): void
  limits?: ArchiveLimits
}

/**
 * Adds the images of an archive to a vault. Parts that are here are kept once; an image is listed only when all of it is
 * on the disk, so a crash leaves no half image, and a second try goes on with the parts that came. `known` adds what the
 * engine says of an image that the archive does not.
 */
export const addArchive = async (
  archive: AsyncIterable<Uint8Array>,
  known: readonly EngineImage[],
  options: AddOptions,
): Promise<ShelvedImage[]> => {
  const { folder, newId, now, signal, onBytes, limits } = options
  await openFolder(folder)
  await sweepIncoming(folder, now())
  const scratch = join(vaultFolders(folder).incoming, newId())
  await mkdir(scratch, { mode: 0o700 })
  try {
    const unpacked = await unpackArchive(archive, {
      folder: scratch,
      signal,
      onBytes,
      ...(limits ? { limits } : {}),
    })
    return await addUnpacked(unpacked, known, { ...options, scratch })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Adds the images of an archive whose files lie apart already; see `addArchive`. */
export const addUnpacked = async (
  unpacked: Unpacked,
  known: readonly EngineImage[],
  options: Omit<AddOptions, 'onBytes' | 'limits'> & { scratch: string },
): Promise<ShelvedImage[]> => {
  const { folder, newId, signal } = options
  const added: ShelvedImage[] = []
  for (const image of await readImages(unpacked, signal)) added.push(await settleImage(image, known, options))
  await changeShelf(folder, newId(), {
    async change(images) {
      for (const image of added) await needWhole(folder, image)
      return added.reduce(listed, images)
    },
    after: () => undefined,
  })
  return added
}

const settleImage = async (
  image: ReadImage,
  known: readonly EngineImage[],
  { folder, scratch, newId, now }: Pick<AddOptions, 'folder' | 'newId' | 'now'> & { scratch: string },
): Promise<ShelvedImage> => {
  const file = 'file' in image.manifest ? image.manifest.file : await kept(scratch, newId(), image.manifest)
  const manifest = parsed(imageManifest, await readSmall(file, 'A manifest'), 'A manifest')
  for (const part of [...image.parts, file]) await settleBlob(folder, part)
  // Where containerd keeps the images, an image's id is another digest than that of its configuration.
  const said = known.find(({ id }) => id === image.imageId || id === file.digest)
  const parts = new Map(image.parts.map(({ digest, bytes }) => [digest, bytes]))
  return {
    imageId: image.imageId,
    digest: file.digest,
    names: [...new Set([...image.names, ...(said?.names ?? [])])].filter((name) => !name.includes('<none>')),
    digests: said?.digests.filter((one) => !one.includes('<none>')) ?? [],
    platform: image.platform,
    layers: manifest.layers.length,
    bytes: [...parts.values()].reduce((sum, size) => sum + size, file.bytes),
    savedAt: now(),
    manifest,
    descriptor: { digest: file.digest, size: file.bytes },
  }
}

const kept = async (
  scratch: string,
  id: string,
  { digest, bytes }: { digest: string; bytes: Buffer },
): Promise<Incoming> => {
  const path = join(scratch, id)
  await writeFile(path, bytes, { mode: 0o600, flush: true })
  return { path, digest, bytes: bytes.length }
}

/** The list with an image added: a name belongs to the newest that bears it, and what is known of an image adds up. */
const listed = (images: readonly ShelvedImage[], added: ShelvedImage): ShelvedImage[] => {
  const before = images.find(({ imageId }) => imageId === added.imageId)
  const others = images
    .filter(({ imageId }) => imageId !== added.imageId)
    .map((other) => ({ ...other, names: other.names.filter((name) => !added.names.includes(name)) }))
  const names = [...new Set([...(before?.names ?? []), ...added.names])]
  const digests = [...new Set([...(before?.digests ?? []), ...added.digests])]
  return [...others, { ...added, names, digests }]
}

/** Adds names to an image that is in a vault already. Null where it is not. */
export const addNames = async (
  image: EngineImage,
  { folder, newId }: Pick<AddOptions, 'folder' | 'newId'>,
): Promise<ShelvedImage | null> => {
  const whole = async () => (await readShelf(folder)).images.find(({ imageId }) => imageId === image.id)
  const found = await whole()
  if (!found) return null
  const complete = await needWhole(folder, found).then(
    () => true,
    () => false,
  )
  if (!complete) return null
  const isNew = image.names.some((name) => !found.names.includes(name))
  if (!isNew) return found
  return changeShelf(folder, newId(), {
    change: (images) => listed(images, { ...found, names: image.names, digests: image.digests }),
    after: (images) => images.find(({ imageId }) => imageId === image.id) ?? found,
  })
}

/** What begins like this came from the central service, and is gone on with. */
export const fetchedPrefix = 'fetched-'

/** Milliseconds after which what a crash left on its way is removed; a living save writes all the time. */
const abandoned = 6 * 3600 * 1000
const abandonedFetch = 7 * 24 * 3600 * 1000

const sweepIncoming = async (folder: string, now: number): Promise<void> => {
  const { incoming } = vaultFolders(folder)
  for (const name of await readdir(incoming).catch(() => [])) {
    const found = await stat(join(incoming, name)).catch(() => undefined)
    const after = name.startsWith(fetchedPrefix) ? abandonedFetch : abandoned
    if (found && now - found.mtimeMs > after) await rm(join(incoming, name), { recursive: true, force: true })
  }
}
