import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import type { Incoming } from './blobs.ts'
import {
  type Descriptor,
  imageConfig,
  imageIndex,
  imageManifest,
  indexTypes,
  layoutMark,
  manifestTypes,
  names,
  parsed,
  refused,
  savedImages,
  types,
} from './documents.ts'
import { checkLayer, layerType } from './layers.ts'
import { readName } from './names.ts'
import { readSmall, type Unpacked } from './unpack-archive.ts'

/** An image of an archive: what becomes of it in the vault, every part checked by its digest. */
export interface ReadImage {
  imageId: string
  platform: string
  /** Names with tags, as Docker shows them. */
  names: string[]
  manifest: { digest: string; bytes: Buffer } | { file: Incoming }
  parts: Incoming[]
}

/** Lists in lists of manifests that are followed. */
const depthAtMost = 3

/**
 * The images of an archive: of `docker save`, of an image layout, or of both in one as newer engines write it. Throws
 * `refused` where a part is missing or is not what its digest says.
 */
export const readImages = async (archive: Unpacked, signal: AbortSignal): Promise<ReadImage[]> => {
  const saved = await archive.document('manifest.json')
  const images = saved ? await fromSaved(archive, saved, signal) : await fromLayout(archive, signal)
  if (images.length === 0) throw refused('There is no image in this archive. Nothing was kept.')
  return images
}

const fromSaved = async (archive: Unpacked, bytes: Buffer, signal: AbortSignal): Promise<ReadImage[]> => {
  const images: ReadImage[] = []
  for (const { Config, RepoTags, Layers } of parsed(savedImages, bytes, 'manifest.json')) {
    const config = need(archive.find(posix.normalize(Config)), Config)
    const named = /([0-9a-f]{64})(\.json)?$/.exec(Config)?.[1]
    if (named !== undefined && config.digest !== `sha256:${named}`)
      throw refused(
        `The configuration ${Config.slice(0, 80)} is not what its name says. The archive was refused.`,
      )
    const layers = (Layers ?? []).map((name) => need(archive.find(posix.normalize(name)), name))
    const platform = await checkImage(config, layers, signal)
    const manifest = await writeManifest(config, layers)
    images.push({
      imageId: config.digest,
      platform,
      names: tagged(RepoTags ?? []),
      manifest,
      parts: [config, ...layers],
    })
  }
  return images
}

const tagged = (raw: readonly string[]): string[] => [
  ...new Set(raw.flatMap((text) => readName(text)?.tagged || [])),
]

const need = (file: Incoming | undefined, name: string): Incoming => {
  if (file) return file
  throw refused(`${name.slice(0, 100)} is missing in this archive. Nothing of it was kept.`)
}

/** Checks an image's layers against its configuration; answers its platform. */
const checkImage = async (
  config: Incoming,
  layers: readonly Incoming[],
  signal: AbortSignal,
): Promise<string> => {
  const { os, architecture, variant, rootfs } = parsed(
    imageConfig,
    await readSmall(config, 'The configuration of an image'),
    'The configuration of an image',
  )
  const wanted = rootfs.diff_ids ?? []
  if (wanted.length !== layers.length)
    throw refused('An image of this archive has more or fewer layers than it says. Nothing was kept.')
  for (const [at, layer] of layers.entries()) await checkLayer(layer, wanted[at] ?? '', signal)
  return [os, architecture, variant].filter(Boolean).join('/')
}

/** A manifest of our own for an image that came without; the same bytes for the same image. */
const writeManifest = async (config: Incoming, layers: readonly Incoming[]) => {
  const document = {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: { mediaType: types.config, digest: config.digest, size: config.bytes },
    layers: await Promise.all(
      layers.map(async (layer) => ({
        mediaType: await layerType(layer),
        digest: layer.digest,
        size: layer.bytes,
      })),
    ),
  }
  const bytes = Buffer.from(JSON.stringify(document))
  return { bytes, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` }
}

const fromLayout = async (archive: Unpacked, signal: AbortSignal): Promise<ReadImage[]> => {
  const mark = await archive.document('oci-layout')
  const index = await archive.document('index.json')
  if (!mark || !index)
    throw refused(
      'This is no archive of images: it has neither manifest.json nor oci-layout. Nothing was kept.',
    )
  parsed(layoutMark, mark, 'oci-layout')
  const images = new Map<string, ReadImage>()
  for (const one of parsed(imageIndex, index, 'index.json').manifests)
    for (const image of await fromDescriptor(archive, one, signal, 0)) {
      const known = images.get(image.imageId)
      if (known) known.names = [...new Set([...known.names, ...image.names])]
      else images.set(image.imageId, image)
    }
  return [...images.values()]
}

const fromDescriptor = async (
  archive: Unpacked,
  one: Descriptor,
  signal: AbortSignal,
  depth: number,
): Promise<ReadImage[]> => {
  const file = blob(archive, one)
  const names = namesOf(one)
  if (indexTypes.includes(one.mediaType)) {
    if (depth >= depthAtMost) throw refused('The lists of this archive go too deep. It was refused.')
    const { manifests } = parsed(imageIndex, await readSmall(need(file, one.digest), one.digest), one.digest)
    const found: ReadImage[] = []
    // Of an image for many platforms an archive often holds one.
    for (const child of manifests)
      if (blob(archive, child)) found.push(...(await fromDescriptor(archive, child, signal, depth + 1)))
    return found.length === 1 ? found.map((image) => ({ ...image, names })) : found
  }
  if (!manifestTypes.includes(one.mediaType)) return []
  const manifest = need(file, one.digest)
  const { config, layers } = parsed(imageManifest, await readSmall(manifest, one.digest), one.digest)
  // Attestations and charts are manifests too; they are nothing that runs.
  if (!/(image\.config|container\.image)\.v1\+json$/.test(config.mediaType)) return []
  if (layers.some(({ mediaType }) => mediaType.includes('in-toto'))) return []
  const configFile = need(blob(archive, config), config.digest)
  const layerFiles = layers.map((layer) => need(blob(archive, layer), layer.digest))
  const platform = await checkImage(configFile, layerFiles, signal)
  return [
    {
      imageId: config.digest,
      platform,
      names,
      manifest: { file: manifest },
      parts: [configFile, ...layerFiles],
    },
  ]
}

/** A blob of the layout; what its name says must be what it is. */
const blob = (archive: Unpacked, { digest, size }: Descriptor): Incoming | undefined => {
  const found = archive.find(`blobs/sha256/${digest.slice('sha256:'.length)}`)
  if (found && (found.digest !== digest || found.bytes !== size))
    throw refused(
      `A part of this archive is not what its digest says (${digest.slice(0, 19)}…). Nothing was kept.`,
    )
  return found
}

/** Names of an image in an index: containerd's whole name, or the name or tag that skopeo and Podman write. */
const namesOf = ({ annotations }: Descriptor): string[] => {
  const full = annotations[names.full]
  if (full) return tagged([full])
  const short = annotations[names.short] ?? ''
  return /[/:]/.test(short) ? tagged([short]) : []
}
