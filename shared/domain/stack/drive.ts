import type { Search } from './bisect-versions.ts'
import type { Verdict } from './verdict.ts'

export type Standing<Ask, Result> =
  | { done: false; ask: Ask; asked: number }
  | { done: true; result: Result; asked: number }

/**
 * Where a search stands once it has heard these verdicts, in the order in which it asked for them. A search asks the same
 * again when it hears the same, so that one that was interrupted goes on from what was kept.
 */
export const standingAfter = <Ask, Result>(
  search: Search<Ask, Result>,
  verdicts: readonly Verdict[],
): Standing<Ask, Result> => {
  let next = search.next()
  let asked = 0
  for (const verdict of verdicts) {
    if (next.done) break
    asked += 1
    next = search.next(verdict)
  }
  return next.done ? { done: true, result: next.value, asked } : { done: false, ask: next.value, asked }
}
