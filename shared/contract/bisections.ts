import { z } from 'zod'
import { id } from '../domain/entities.ts'
import { bisection, bisectionStep } from '../domain/stack/bisection.ts'
import { lanes } from '../domain/vocabulary.ts'
import { call, service, stream } from './define.ts'
import { attachedAs } from './runs.ts'
import { stepped } from './step.ts'

const name = z.string().min(1).max(500)
const path = z.string().min(1).max(4096)

/** How each step is checked. */
const checking = {
  /** A command through the shell; the check of the case unless told. */
  command: z.string().min(1).max(100_000).optional(),
  repeat: z.int().min(1).max(1000).default(1),
  timeoutSeconds: z.int().min(1).max(86_400).default(600),
  snapshot: name.optional(),
}

/** Searches for the version, or the smallest set of settings, that makes the difference. */
export const bisections = service(
  'bisections',
  [
    'not-found',
    'no-check',
    'busy',
    'vanished',
    'refused',
    'exists',
    'no-git',
    'invalid',
    'too-large',
  ] as const,
  {
    /**
     * Begins a bisection and runs it, or goes on with one that is paused. Who stops reading pauses it. Every finished step
     * is kept, with its run; a step that was under way is done again.
     */
    run: stream(
      z.discriminatedUnion('mode', [
        z.object({
          mode: z.literal('versions'),
          caseId: id,
          ...checking,
          service: name,
          good: name,
          bad: name,
          /** In order; those that the recipe and the engine know unless told. */
          versions: z.array(name).max(2000).default([]),
          findFix: z.boolean().default(false),
          verifyEnds: z.boolean().default(false),
        }),
        z.object({
          mode: z.literal('settings'),
          caseId: id,
          ...checking,
          /** Files or folders: inside the workspace, or absolute (`mayNamePaths`). */
          works: path,
          fails: path,
          /** Where they belong in the workspace; found out unless told. */
          into: path.optional(),
        }),
        z.object({ mode: z.literal('resume'), id }),
      ]),
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('began'), bisection }),
        z.object({ type: z.literal('checking'), number: z.int(), subject: z.string() }),
        z.object({ type: z.literal('step'), step: bisectionStep }),
        z.object({ type: z.literal('done'), bisection }),
      ]),
    ),
    /** Pauses one that runs, whoever runs it. */
    pause: call(z.object({ id }), z.object({})),
    /** Gives up one that does not run. Its steps and runs stay. */
    cancel: call(z.object({ id }), z.object({})),
    /** The bisections of a case, newest first; again when they change. */
    watch: stream(
      z.object({ caseId: id, limit: z.int().min(1).max(200).default(50) }),
      z.object({ bisections: z.array(bisection), attached: attachedAs }),
    ),
    /** Shows what was found on the case: one event with the card and the evidence of both neighbours. */
    attach: call(
      z.object({ id, lane: z.enum(lanes).default('internal'), body: z.string().max(1_000_000).default('') }),
      stepped.extend({ eventId: id }),
    ),
  },
)
