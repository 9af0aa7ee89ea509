import { BenchError, cancelled } from '../../shared/contract/error.ts'
import type { Partly, Stepped } from '../../shared/contract/step.ts'
import type { Read, Write } from '../database/procedure.ts'
import type { Database } from '../database/threads.ts'
import { type Replayed, redo, stepToReplay, undo, type Way } from './history.ts'

/**
 * Cases changed in one transaction: about a tenth of a second, the longest that a note written meanwhile waits for. The
 * parts of one act become one step of undo.
 */
const casesInPart = 50

/** Where a part stands in its act. */
export interface PartOf {
  /** The step of undo that the parts before it made. */
  into?: number | undefined
  /** Cases of the parts before it. */
  before?: number | undefined
}

/** How many of these cases are on this bench. */
export const countKnown: Read<{ ids: string[] }, { known: number }> = (db, { ids }) => ({
  known: ids.filter((id) => db.value<number>('select 1 from cases where id = ?', [id]) !== undefined).length,
})

/**
 * Changes any number of cases part by part, each part in a transaction of its own, and tells after each one how far it
 * is. Ends early when `signal` aborts; what was done until then stays, and is one step of undo. Throws `not-found`
 * before anything is changed where a case is not on this bench.
 */
export async function* inParts<I extends { ids: string[] }, O extends Stepped>(
  database: Database,
  procedure: Write<I & PartOf, O>,
  { input, signal }: { input: I; signal: AbortSignal },
): AsyncGenerator<Partly & { answer: O }, void, undefined> {
  const ids = [...new Set(input.ids)]
  const { known } = await database.read(countKnown, { ids }, signal)
  if (known < ids.length)
    throw new BenchError(
      'not-found',
      `${ids.length - known} of ${ids.length} cases are not here (any more). Nothing was changed.`,
    )
  let step: number | null = null
  for (let before = 0; before < ids.length; before += casesInPart) {
    if (signal.aborted) throw cancelled()
    const part = { ...input, ids: ids.slice(before, before + casesInPart), before, into: step ?? undefined }
    const answer: O = await database.write(procedure, part)
    step = answer.step ?? step
    yield { step, done: Math.min(before + casesInPart, ids.length), total: ids.length, answer }
  }
}

/**
 * Takes a step back, or does it again, part by part. Whether that would overwrite a later change is asked of all of it
 * before anything is done. Ends early when `signal` aborts; the same call then goes on where it stopped.
 */
export async function* replayInParts(
  database: Database,
  { way, step: named, signal }: { way: Way; step?: number | undefined; signal: AbortSignal },
): AsyncGenerator<Replayed, void, undefined> {
  const { step } = await database.read(stepToReplay, { way, step: named }, signal)
  const procedure = way === 'undo' ? undo : redo
  for (;;) {
    if (signal.aborted) throw cancelled()
    const replayed = await database.write(procedure, { step })
    yield replayed
    if (replayed.done >= replayed.total) return
  }
}
