import { mkdir, open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PublishedImage } from '../../shared/sync/images.ts'
import { addNames, addUnpacked, fetchedPrefix } from './add.ts'
import { type Incoming, settledBlob, vaultFolders } from './blobs.ts'
import type { CentralImages } from './central.ts'
import { documentAtMost, imageManifest, parsed, refused, types } from './documents.ts'
import type { ImageName } from './names.ts'
import { readName } from './names.ts'
import { openFolder, readShelf, type ShelvedImage } from './shelf.ts'
import { lookUp } from './unpack-archive.ts'

export interface FetchOptions {
  central: CentralImages
  folder: string
  newId(): string
  now(): number
  signal: AbortSignal
  onBytes(count: number): void
}

/** The published image that a name means, the newest where several bear it. */
export const findPublished = (
  images: readonly PublishedImage[],
  { id, digest, tagged }: ImageName,
): PublishedImage | undefined => {
  if (id) return images.find(({ imageId, sha256 }) => [imageId, sha256].includes(id.slice('sha256:'.length)))
  if (digest)
    return images.find(
      ({ sha256, digests }) =>
        digest === `sha256:${sha256}` || digests.some((one) => one.endsWith(`@${digest}`)),
    )
  return images.find(({ names }) => names.includes(tagged))
}

/**
 * Fetches an image into a vault: each part that is not there, checked by its digest, then all of it as an archive is
 * taken in. What it is called is the word of whoever published it: a name that another image has here, and a digest that
 * nobody but a registry can vouch for, are believed only where just that was asked for.
 */
export const fetchImage = async (
  image: PublishedImage,
  asked: ImageName,
  options: FetchOptions,
): Promise<{ image: ShelvedImage; added: boolean }> => {
  const { folder, newId, now, signal } = options
  await openFolder(folder)
  const known = {
    id: `sha256:${image.imageId}`,
    bytes: image.bytes,
    ...(await believed(folder, image, asked)),
  }
  const there = await addNames(known, { folder, newId })
  if (there) return { image: there, added: false }
  const scratch = join(vaultFolders(folder).incoming, newId())
  await mkdir(scratch, { mode: 0o700 })
  const fetched: string[] = []
  try {
    const files = new Map<string, Incoming>()
    const take = async (part: { digest: string; size: number }) => {
      const name = `blobs/sha256/${part.digest.slice('sha256:'.length)}`
      const file = files.get(name) ?? (await settledBlob(folder, part)) ?? (await receive(part, options))
      files.set(name, file)
      if (file.path.includes(fetchedPrefix)) fetched.push(file.path)
      return file
    }
    const descriptor = { digest: `sha256:${image.sha256}`, size: await options.central.size(image.sha256) }
    if (descriptor.size > documentAtMost) throw refused('A manifest of the service is too large to be one.')
    await using manifest = await open((await take(descriptor)).path, 'r')
    const { config, layers } = parsed(imageManifest, await manifest.readFile(), 'The manifest')
    for (const part of [config, ...layers]) await take(part)
    const index = { schemaVersion: 2, manifests: [{ ...descriptor, mediaType: types.manifest }] }
    const documents = { 'index.json': index, 'oci-layout': { imageLayoutVersion: '1.0.0' } }
    for (const [name, value] of Object.entries(documents))
      files.set(name, await document(join(scratch, name), value))
    const taken = { folder, scratch, newId, now, signal }
    const [added] = await addUnpacked(lookUp(files), [known], taken)
    if (added?.imageId !== known.id)
      throw refused('The manifest of this image names another one than the service says. It was not kept.')
    for (const path of fetched) await rm(path, { force: true })
    return { image: added, added: true }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

const believed = async (folder: string, { imageId, names, digests }: PublishedImage, asked: ImageName) => {
  const { images } = await readShelf(folder)
  const taken = new Set(
    images.filter((one) => one.imageId !== `sha256:${imageId}`).flatMap((one) => one.names),
  )
  return {
    names: names.filter(
      (name) => readName(name)?.tagged === name && (name === asked.tagged || !taken.has(name)),
    ),
    digests: asked.digest === '' ? [] : digests.filter((one) => one.endsWith(`@${asked.digest}`)),
  }
}

/** A part under a name that the next try finds. */
const receive = async (
  { digest, size }: { digest: string; size: number },
  { central, folder, onBytes }: FetchOptions,
): Promise<Incoming> => {
  const sha256 = digest.slice('sha256:'.length)
  const path = join(vaultFolders(folder).incoming, `${fetchedPrefix}${sha256}`)
  await central.receive({ sha256, bytes: size, path }, onBytes)
  return { path, digest, bytes: size }
}

const document = async (path: string, value: object): Promise<Incoming> => {
  const text = JSON.stringify(value)
  await writeFile(path, text, { mode: 0o600 })
  return { path, digest: '', bytes: Buffer.byteLength(text) }
}
