import { z } from 'zod'
import { id } from '../domain/entities.ts'
import { run, runRepeat } from '../domain/stack/run.ts'
import { lanes } from '../domain/vocabulary.ts'
import { call, service, stream } from './define.ts'
import { stepped } from './step.ts'

/** Events of the timeline by the id of what they show. */
export const attachedAs = z.record(id, id)

/** A command through the shell; empty for the workspace's `repro.sh`. It is kept as the check of the case. */
const checkCommand = z.string().max(100_000)

/** How often a check runs, and how long it may take each time. */
const checkLimits = {
  repeat: z.int().min(1).max(1000).default(1),
  timeoutSeconds: z.int().min(1).max(86_400).default(600),
}

/** Checks of cases: the repro steps as a program, by the exit codes of `git bisect run`. */
export const runs = service(
  'runs',
  ['not-found', 'no-check', 'busy', 'vanished', 'refused', 'exists', 'no-git', 'invalid'] as const,
  {
    /**
     * Runs the check of a case in its workspace, with its environment up unless `asIs`. Who stops reading cancels it.
     * The run is kept from its beginning: see `list`.
     */
    check: stream(
      z.object({
        caseId: id,
        command: checkCommand.optional(),
        ...checkLimits,
        /** Stop at the first execution that shows the problem. */
        untilReproduced: z.boolean().default(false),
        asIs: z.boolean().default(false),
      }),
      z.discriminatedUnion('type', [
        /** Services are being brought to healthy. */
        z.object({ type: z.literal('up') }),
        z.object({ type: z.literal('began'), id }),
        z.object({ type: z.literal('repeat'), number: z.int(), repeat: runRepeat }),
        z.object({ type: z.literal('done'), run }),
      ]),
    ),
    /** The runs of a case, newest first, and the command that checks it; again when they change. */
    watch: stream(
      z.object({ caseId: id, limit: z.int().min(1).max(1000).default(200) }),
      z.object({ runs: z.array(run), command: z.string(), attached: attachedAs }),
    ),
    get: call(z.object({ id }), run),
    /** Shows a run on its case: one event with its recording, logs, lock and JUnit XML. */
    attach: call(
      z.object({ id, lane: z.enum(lanes).default('internal'), body: z.string().max(1_000_000).default('') }),
      stepped.extend({ eventId: id }),
    ),
  },
)
