import { z } from 'zod'
import { sha256 } from '../entities.ts'
import { verdicts } from './verdict.ts'

/** Limits of a repro card: it goes by mail, and small data only goes with it. */
export const cardLimits = {
  members: 5000,
  /** Of all members, and of one. */
  bytes: 1024 * 1024 * 1024,
  memberBytes: 512 * 1024 * 1024,
  manifestBytes: 4 * 1024 * 1024,
} as const

const words = z.string().max(2000)

/** A file of a card. `workspace/…` goes back into a workspace, `evidence/…` is what runs left, `volumes/…` is data. */
const cardMember = z.object({
  path: z.string().min(1).max(1000),
  bytes: z.int().min(0).max(cardLimits.memberBytes),
  sha256,
  executable: z.boolean(),
})
export type CardMember = z.output<typeof cardMember>

/**
 * What a repro card says of itself; the first entry of its tar, `card.json`. The card of the same state has the same
 * bytes: nothing in it tells when or where it was made.
 */
export const cardManifest = z.object({
  casebenchCard: z.literal(1),
  ref: z.string().max(40),
  title: z.string().max(500),
  /** The command that shows the problem; null for the workspace's `repro.sh`. */
  command: z.string().max(100_000).nullable(),
  repeat: z.int().min(1).max(1000),
  timeoutMs: z.int().min(1).max(86_400_000),
  /** What the newest finished run said; null where the check never ran. */
  expected: z
    .object({ verdict: z.enum(verdicts), exitCodes: z.array(z.int().nullable()).max(1000) })
    .nullable(),
  services: z
    .array(z.object({ name: words, image: words, imageId: words, digest: words, version: words }))
    .max(200),
  /** The state of volumes that goes with it; the name of the snapshot. */
  snapshot: z.string().max(100).nullable(),
  volumes: z
    .array(z.object({ name: z.string().regex(/^[a-zA-Z0-9][\w.-]{0,100}$/), member: z.string().max(1000) }))
    .max(100),
  members: z.array(cardMember).max(cardLimits.members),
  /** What was left out or masked, in sentences. */
  notes: z.array(words).max(200),
})
export type CardManifest = z.output<typeof cardManifest>
