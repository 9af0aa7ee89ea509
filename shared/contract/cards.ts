import { z } from 'zod'
import { id, sha256 } from '../domain/entities.ts'
import { cardManifest } from '../domain/stack/card.ts'
import { run } from '../domain/stack/run.ts'
import { verdicts } from '../domain/stack/verdict.ts'
import { lanes } from '../domain/vocabulary.ts'
import { call, service, stream } from './define.ts'
import { danger } from './environments.ts'
import { snapshotName } from './snapshots.ts'
import { stepped } from './step.ts'

const path = z.string().min(1).max(4096)

/** What goes into the card of a case. Secrets of its files are masked, the same one by the same word, unless kept. */
const contents = z.object({
  caseId: id,
  keepSecrets: z.boolean().default(false),
  /** A snapshot whose volumes go along, where they are small. */
  snapshot: snapshotName.nullable().default(null),
})

/** A card: a file of this disk (`mayNamePaths`), one that `imports.stage` took in, or an attachment whose bytes are here. */
const source = z.union([z.object({ path }), z.object({ staged: z.uuid() }), z.object({ sha256 })])
export type CardSource = z.output<typeof source>

const described = z.object({ bytes: z.int(), sha256: z.string(), card: cardManifest })

export const openedCard = described.extend({
  /** Files that the check may run or read, as far as they are short texts; `repro.sh` first. */
  texts: z.array(z.object({ path: z.string(), text: z.string() })),
  /** What its Compose file would do beyond its own containers. */
  dangers: z.array(danger.omit({ allowed: true })),
  /** Whether this bench made it. */
  own: z.boolean(),
})
export type OpenedCard = z.output<typeof openedCard>

/** Repro cards: an environment, its check and its evidence in one file that another bench replays. */
export const cards = service(
  'cards',
  [
    'not-found',
    'no-check',
    'no-environment',
    'exists',
    'refused',
    'unaccepted',
    'too-large',
    'vanished',
    'image-missing',
    'busy',
    'invalid',
    'no-engine',
    'engine',
  ] as const,
  {
    /** What the card of a case would hold; nothing is written. */
    preview: call(contents, described),
    /** Writes the card of a case to a path (`mayNamePaths`). */
    create: call(
      contents.extend({ path, overwrite: z.boolean().default(false) }),
      described.extend({ path: z.string() }),
    ),
    /** The same bytes, for a window that cannot name a path. */
    bytes: stream(contents, z.instanceof(Uint8Array)),
    /** Puts the card on the timeline of its case. */
    attach: call(
      contents.extend({ lane: z.enum(lanes).default('internal') }),
      stepped.extend({ name: z.string(), bytes: z.int(), sha256: z.string() }),
    ),
    /** Reads a card and checks every part of it; nothing of it is kept or run. */
    open: call(source, openedCard),
    /**
     * Makes a case of a card and runs its check there, with images of the engine and the vault. The check is a program
     * of whoever made the card, and runs as the user: one that was made elsewhere is `unaccepted` unless it was looked at.
     */
    run: stream(
      source.and(
        z.object({
          /** Leave the environment up. */
          keepUp: z.boolean().default(false),
          /** The digest of the card that was looked at; another is refused. */
          seen: sha256.optional(),
          /** Dangers of its Compose file that a person allowed, by their ids. */
          allow: z.array(z.string().max(200)).max(200).default([]),
        }),
      ),
      z.discriminatedUnion('type', [
        z.object({
          type: z.literal('progress'),
          text: z.string(),
          /** The case that was made of it; null before that. */
          made: z.object({ caseId: id, ref: z.string() }).nullable(),
        }),
        z.object({
          type: z.literal('done'),
          caseId: id,
          ref: z.string(),
          run,
          verdict: z.enum(verdicts),
          expected: z.enum(verdicts).nullable(),
          /** Whether it is what the card said; null where the card said nothing. */
          same: z.boolean().nullable(),
          /** Files of the workspace that are, after the run, bit by bit those of the card; and those that are not. */
          files: z.int(),
          changed: z.array(z.string()),
          notes: z.array(z.string()),
        }),
      ]),
    ),
  },
)
