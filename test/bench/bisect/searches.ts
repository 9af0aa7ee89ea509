import { bisectVersions, type Search } from '../../../shared/domain/stack/bisect-versions.ts'
import { minimalSet } from '../../../shared/domain/stack/minimal-set.ts'
import type { Verdict } from '../../../shared/domain/stack/verdict.ts'

/** How many checks a search takes; `right` says whether its result is the right one. Throws where it is not. */
const checksOf = <Ask, Result>(
  search: Search<Ask, Result>,
  answer: (ask: Ask) => Verdict,
  right: (result: Result) => boolean,
): number => {
  let next = search.next()
  let checks = 0
  while (!next.done) {
    checks += 1
    next = search.next(answer(next.value))
  }
  if (!right(next.value)) throw new Error(`It answered ${JSON.stringify(next.value)}`)
  return checks
}

/** The most checks over every place that the first bad one of so many versions can have, both ends given. */
export const versionChecks = (count: number, verifyEnds: boolean): number =>
  Math.max(
    ...Array.from({ length: count - 1 }, (_, at) => {
      const first = at + 1
      return checksOf(
        bisectVersions({ count, oldVerdict: 'not-reproduced', verifyEnds }),
        (place) => (place >= first ? 'reproduced' : 'not-reproduced'),
        (result) => result.found && result.new === first && result.candidates.length === 1,
      )
    }),
  )

/** The most checks over the sets of causes, each of which must be found exactly. */
export const settingChecks = (count: number, causes: Iterable<readonly number[]>): number => {
  let most = 0
  for (const set of causes) {
    const checks = checksOf(
      minimalSet(count),
      (places) => (set.every((one) => places.includes(one)) ? 'reproduced' : 'not-reproduced'),
      (result) => result.found && result.places.join() === set.join(),
    )
    most = Math.max(most, checks)
  }
  return most
}

export function* singles(count: number): Generator<number[]> {
  for (let one = 0; one < count; one += 1) yield [one]
}

export function* pairs(count: number): Generator<number[]> {
  for (let one = 0; one < count; one += 1)
    for (let other = one + 1; other < count; other += 1) yield [one, other]
}
