import { z } from 'zod'
import { sha256 } from '../domain/entities.ts'

/** Images that an organisation may publish; the list of all of them is one answer. */
export const imagesAtMost = 500

/** Names of one image. */
export const imageNamesAtMost = 10

/** Bytes of a manifest; that of an image with 500 layers has 100 kB. */
export const manifestBytesAtMost = 4 * 1024 * 1024

const name = z.string().min(1).max(300)

/** What whoever publishes an image says of it; the rest is in its manifest. */
export const imageNote = z.object({
  /** As engines show them, with their tags. */
  names: z.array(name).max(imageNamesAtMost),
  /** `name@sha256:…` by which registries knew it. */
  digests: z.array(name).max(imageNamesAtMost),
  platform: z.string().max(100),
  /** The licence under which it is passed on, by the publisher's word; null where none is known. */
  licence: z.string().min(1).max(500).nullable(),
})
export type ImageNote = z.output<typeof imageNote>

export const imagePath = z.object({ sha256 })

/** `missing`: blobs that this account has not sent whole; they are sent first, then it is asked again. */
export const publishAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('published') }),
  z.object({ state: z.literal('missing'), blobs: z.array(sha256).max(1000) }),
])
export type PublishAnswer = z.output<typeof publishAnswer>

export const publishedImage = imageNote.extend({
  /** Of its manifest. */
  sha256,
  /** Of its configuration, which is its id. */
  imageId: sha256,
  layers: z.int().min(0),
  /** Of all its parts. */
  bytes: z.int().min(0),
  /** Who published it. */
  by: z.string().max(500),
  /** Milliseconds since 1970. */
  at: z.int(),
})
export type PublishedImage = z.output<typeof publishedImage>

export const imagesAnswer = z.object({ images: z.array(publishedImage).max(imagesAtMost) })

const part = z.object({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/), size: z.int().min(0) })

/** The parts of an image as its manifest names them, https://github.com/opencontainers/image-spec (1.1, manifest.md). */
export const manifestParts = z.object({
  schemaVersion: z.literal(2),
  config: part,
  layers: z.array(part).max(500),
})
