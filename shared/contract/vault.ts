import { z } from 'zod'
import { instant } from '../domain/entities.ts'
import { publishedImage } from '../sync/images.ts'
import { caseKey } from './cases.ts'
import { call, service, stream } from './define.ts'

const path = z.string().min(1).max(4096)
/** The folder of the vault where it is not the bench's own; it must be named by somebody who may (`mayNamePaths`). */
const folder = path.optional()
const image = z.string().min(1).max(500)
const images = z.array(image).max(500).default([])

export const vaultImage = z.object({
  /** `sha256:…` of its configuration: the same on every engine. */
  imageId: z.string(),
  /** `sha256:…` of its manifest in the vault. */
  digest: z.string(),
  names: z.array(z.string()),
  /** `name@sha256:…` by which registries knew it. */
  digests: z.array(z.string()),
  platform: z.string(),
  layers: z.int(),
  bytes: z.int(),
  savedAt: instant,
})
export type VaultImage = z.output<typeof vaultImage>

const progress = z.object({
  type: z.literal('progress'),
  /** The image, or the part, that is worked on. */
  step: z.string(),
  bytes: z.int(),
  /** 0 where nobody knows. */
  of: z.int(),
})

/** Why the central service did not do what was asked: a fact of the error `service`. */
export const serviceTrouble = z.object({
  why: z.enum([
    'unreachable',
    'busy',
    /** It does not let this bench. */
    'signed-out',
    /** It knows nothing of images. */
    'too-old',
    'absent',
    'wrong-bytes',
    'disk-full',
    'damaged',
  ]),
})
export type ServiceTrouble = z.output<typeof serviceTrouble>

/** Saves images of the engine as an image layout in a folder, and gives them back without a network. */
export const vault = service(
  'vault',
  [
    'not-found',
    'no-engine',
    'engine',
    'refused',
    'vanished',
    'exists',
    'busy',
    'invalid',
    'not-connected',
    'service',
    'licence',
    'licence-needed',
  ] as const,
  {
    list: call(
      z.object({ folder }),
      z.object({
        folder: z.string(),
        images: z.array(vaultImage),
        /** What all of it takes; layers that images share count once. */
        bytes: z.int(),
        problems: z.array(z.string()),
      }),
    ),
    /** Chooses the folder that is used when none is named; null is the bench's own (`mayNamePaths`). */
    choose: call(z.object({ folder: path.nullable() }), z.object({ folder: z.string() })),
    /**
     * Saves images of the engine, or those in an archive on this disk; `allOf` names a case whose environment's images
     * are meant. With `to` they are written to one archive as well.
     */
    save: stream(
      z.object({ images, allOf: caseKey.optional(), from: path.optional(), to: path.optional(), folder }),
      z.discriminatedUnion('type', [
        progress,
        z.object({
          type: z.literal('saved'),
          image: vaultImage,
          /** False where the vault had it. */
          added: z.boolean(),
        }),
        z.object({ type: z.literal('done'), images: z.int(), path: z.string() }),
      ]),
    ),
    /** Gives images to the engine, all of the vault when none is named. */
    load: stream(
      z.object({ images, allOf: caseKey.optional(), folder }),
      z.discriminatedUnion('type', [
        progress,
        z.object({
          type: z.literal('loaded'),
          name: z.string(),
          imageId: z.string(),
          /** Whether the engine had it. */
          from: z.enum(['engine', 'vault']),
        }),
        z.object({ type: z.literal('done'), images: z.int() }),
      ]),
    ),
    /** Images that benches have published at the central service, the newest first. */
    published: call(
      z.object({ folder }),
      z.object({
        images: z.array(
          publishedImage.extend({
            /** Whether this vault has it. */
            here: z.boolean(),
          }),
        ),
      }),
    ),
    /** Licences that images of the vault are known to be under: they are said to allow passing on before publishing. */
    terms: call(
      z.object({ images, allOf: caseKey.optional(), folder }),
      z.object({ terms: z.array(z.object({ image: z.string(), name: z.string(), url: z.string() })) }),
    ),
    /**
     * Sends images of the vault to the central service, where every bench of the organisation can fetch them. Goes on
     * where it stopped. Throws `licence` for an image under a licence that is not among `licences`.
     */
    publish: stream(
      z.object({
        images,
        allOf: caseKey.optional(),
        folder,
        /** Names of licences of which somebody said that they allow it. */
        licences: z.array(z.string().max(500)).max(100).default([]),
      }),
      z.discriminatedUnion('type', [
        progress,
        z.object({ type: z.literal('published'), image: vaultImage, licence: z.string().nullable() }),
        z.object({ type: z.literal('done'), images: z.int() }),
      ]),
    ),
    /**
     * Fetches images from the central service into the vault, with `allOf` those of a case that the vault misses. Every
     * part is checked by its digest; what came before a break is gone on with. Throws `not-found` for what nobody has
     * published: before anything is fetched where an image was named, and after the others where only a case was.
     */
    fetch: stream(
      z.object({ images, allOf: caseKey.optional(), folder }),
      z.discriminatedUnion('type', [
        progress,
        z.object({
          type: z.literal('fetched'),
          name: z.string(),
          image: vaultImage,
          /** False where the vault had it. */
          added: z.boolean(),
          by: z.string(),
        }),
        z.object({ type: z.literal('done'), images: z.int() }),
      ]),
    ),
    /** Reads every byte and compares it with its digest. */
    verify: stream(
      z.object({ folder }),
      z.discriminatedUnion('type', [
        progress,
        z.object({ type: z.literal('problem'), image: z.string(), sentence: z.string() }),
        z.object({ type: z.literal('done'), images: z.int(), bytes: z.int(), problems: z.int() }),
      ]),
    ),
    /** Takes images out, and the parts that no other image has. The engine keeps what it has. */
    remove: call(
      z.object({ images: z.array(image).min(1).max(500), folder }),
      z.object({ removed: z.array(vaultImage), bytesFreed: z.int() }),
    ),
  },
)
