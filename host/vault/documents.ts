import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'

/**
 * The documents of an image layout and of an image, https://github.com/opencontainers/image-spec (1.1: image-layout.md,
 * image-index.md, manifest.md, config.md), and of the archive of `docker save`,
 * https://github.com/moby/docker-image-spec/blob/main/spec.md. All are hostile: bounded before they are parsed, and parsed
 * before they are used.
 */
export const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
} as const

/** Manifests and lists of Docker's registry that say the same in the same words. */
export const manifestTypes: readonly string[] = [
  types.manifest,
  'application/vnd.docker.distribution.manifest.v2+json',
]
export const indexTypes: readonly string[] = [
  types.index,
  'application/vnd.docker.distribution.manifest.list.v2+json',
]

export const names = {
  /** How containerd and Docker note the whole name of an image in an index. */
  full: 'io.containerd.image.name',
  /** The tag (Docker) or the name (skopeo, Podman) of an image in an index. */
  short: 'org.opencontainers.image.ref.name',
  /** Ours: the image's id, what a registry knew it by, and when it was saved. */
  imageId: 'casebench.image-id',
  digests: 'casebench.repo-digests',
  savedAt: 'casebench.saved-at',
  platform: 'casebench.platform',
} as const

/** Bytes of one document; the manifest of an image with 500 layers has 100 kB. */
export const documentAtMost = 4 * 1024 * 1024
const layersAtMost = 500
const imagesAtMost = 5000

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const annotations = z.record(z.string().max(200), z.string().max(20_000)).default({})

const descriptor = z.object({ mediaType: z.string().max(200), digest, size: z.int().min(0), annotations })
export type Descriptor = z.output<typeof descriptor>

export const layoutMark = z.object({ imageLayoutVersion: z.string().startsWith('1.') })

export const imageIndex = z.object({
  schemaVersion: z.literal(2),
  manifests: z.array(descriptor).max(imagesAtMost),
})

export const imageManifest = z.object({
  schemaVersion: z.literal(2),
  config: descriptor,
  layers: z.array(descriptor).max(layersAtMost),
})
export type ImageManifest = z.output<typeof imageManifest>

export const imageConfig = z.object({
  os: z.string().max(50).default('linux'),
  architecture: z.string().max(50).default(''),
  variant: z.string().max(50).default(''),
  rootfs: z.object({ type: z.literal('layers'), diff_ids: z.array(digest).max(layersAtMost).nullish() }),
})

const entryName = z.string().min(1).max(500)

/** `manifest.json` of `docker save`. */
export const savedImages = z
  .array(
    z.object({
      Config: entryName,
      RepoTags: z.array(z.string().max(500)).max(100).nullish(),
      Layers: z.array(entryName).max(layersAtMost).nullish(),
    }),
  )
  .max(imagesAtMost)

/** What an archive or a vault that is not as it should be is told; nothing of it was used. */
export const refused = (reason: string): BenchError<'refused'> => new BenchError('refused', reason)

/** A document out of hostile bytes. Throws `refused`, naming it. */
export const parsed = <S extends z.ZodType>(schema: S, bytes: Uint8Array, name: string): z.output<S> => {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw refused(`${name} is not JSON. Nothing of this archive was used.`)
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue?.path.join('.') ?? ''
  throw refused(
    `${name} is not as the format says${where ? ` at ${where}` : ''}. Nothing of this archive was used.`,
  )
}
