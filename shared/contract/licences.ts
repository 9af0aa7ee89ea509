import { z } from 'zod'
import { id, instant } from '../domain/entities.ts'
import { caseKey } from './cases.ts'
import { call, service } from './define.ts'

const image = z.string().min(1).max(500)

export const licence = z.object({
  id,
  /** Who accepted it. */
  person: z.string(),
  /** The image without tag. */
  image: z.string(),
  name: z.string(),
  url: z.string(),
  acceptedAt: instant,
  until: instant.nullable(),
  /** Whether it still holds: not withdrawn, not over. */
  holds: z.boolean(),
})
export type Licence = z.output<typeof licence>

/** What a person must accept before an image may be used. */
export const licenceNeeded = z.object({ image: z.string(), name: z.string(), url: z.string() })
export type LicenceNeeded = z.output<typeof licenceNeeded>

const registry = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\d{1,5})?$/,
    'is a host name, as registry.example.com',
  )

/** Commercial images: who accepted which licence, and the login at a vendor's registry. */
export const licences = service(
  'licences',
  ['not-found', 'invalid', 'no-engine', 'refused', 'licence-needed'] as const,
  {
    list: call(z.object({}), z.object({ licences: z.array(licence) })),
    /** What is still to be accepted for these images, or for those of a case's environment. */
    needed: call(
      z.object({ images: z.array(image).max(500).default([]), allOf: caseKey.optional() }),
      z.object({ needed: z.array(licenceNeeded) }),
    ),
    /** Notes that this bench's person accepted the licence of an image. Name and address are the recipe's where it has one. */
    accept: call(
      z.object({
        image,
        name: z.string().trim().min(1).max(500).optional(),
        url: z
          .url({ protocol: /^https?$/ })
          .max(2000)
          .optional(),
        until: instant.nullable().default(null),
      }),
      z.object({ licence }),
    ),
    withdraw: call(z.object({ id }), z.object({})),
    /** Logs in through the engine's own command, which keeps the credentials where the user told it to. We keep none. */
    login: call(
      z.object({ registry, username: z.string().min(1).max(500), password: z.string().min(1).max(20_000) }),
      /** What its command warned of, such as credentials that it keeps unencrypted. */
      z.object({ notes: z.string() }),
    ),
    logout: call(z.object({ registry }), z.object({})),
  },
)
