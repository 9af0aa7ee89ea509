import { z } from 'zod'
import { id } from '../domain/entities.ts'
import { cardManifest } from '../domain/stack/card.ts'
import { run } from '../domain/stack/run.ts'
import { verdicts } from '../domain/stack/verdict.ts'
import { call, service, stream } from './define.ts'
import { snapshotName } from './snapshots.ts'

const path = z.string().min(1).max(4096)

/** Repro cards: an environment, its check and its evidence in one file that another bench replays. */
export const cards = service(
  'cards',
  [
    'not-found',
    'no-check',
    'no-environment',
    'exists',
    'refused',
    'too-large',
    'vanished',
    'image-missing',
    'busy',
    'invalid',
    'no-engine',
    'engine',
  ] as const,
  {
    /** Writes the card of a case. Secrets of its files are masked, the same one by the same word, unless kept. */
    create: call(
      z.object({
        caseId: id,
        path,
        overwrite: z.boolean().default(false),
        keepSecrets: z.boolean().default(false),
        /** A snapshot whose volumes go along, where they are small. */
        snapshot: snapshotName.nullable().default(null),
      }),
      z.object({ path: z.string(), bytes: z.int(), sha256: z.string(), card: cardManifest }),
    ),
    /** Reads a card and checks every part of it; nothing of it is kept or run. */
    open: call(z.object({ path }), z.object({ card: cardManifest, bytes: z.int(), sha256: z.string() })),
    /**
     * Makes a case of a card and runs its check there, with images of the engine and the vault. The check is a program
     * of whoever made the card, and runs as the user.
     */
    run: stream(
      z.object({
        path,
        /** Leave the environment up. */
        keepUp: z.boolean().default(false),
      }),
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('progress'), text: z.string() }),
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
