import { type Doing, type PresenceTold, peopleAtMost, presentMs } from '../../shared/sync/presence.ts'

/** What one bench has before it; every case of it may be read by the bench's person. */
export interface Said {
  deviceId: string
  personId: string | null
  cases: readonly { caseId: string; doing: Doing | null }[]
}

/** Who is where, as far as this process has heard. Nothing of it is kept. */
export interface Board {
  /** Takes what a bench says in place of what it said before. Answers the benches that see something else now. */
  put(said: Said): Set<string>
  /** Forgets what nobody said again. Answers as `put`. */
  expire(): Set<string>
  /** Forgets everything, since somebody's access changed. Answers as `put`. */
  clear(): Set<string>
  /** Who else is on the cases that a bench has before it. */
  seenBy(deviceId: string): PresenceTold
}

interface Present extends Said {
  until: number
}

const same = (one: Said, other: Said): boolean =>
  one.personId === other.personId && JSON.stringify(one.cases) === JSON.stringify(other.cases)

/** Time is in milliseconds of one clock of this process. */
export const createBoard = (now: () => number): Board => {
  const present = new Map<string, Present>()
  const benches = new Map<string, Set<string>>()

  const forget = ({ deviceId, cases }: Said) => {
    present.delete(deviceId)
    for (const { caseId } of cases) {
      const there = benches.get(caseId)
      there?.delete(deviceId)
      if (there?.size === 0) benches.delete(caseId)
    }
  }
  const watching = (said: Said): string[] =>
    said.cases.flatMap(({ caseId }) => [...(benches.get(caseId) ?? [])])
  const peopleOn = (caseId: string, self: string | null): PresenceTold['cases'][number]['people'] => {
    const people = new Map<string, Doing>()
    for (const deviceId of benches.get(caseId) ?? []) {
      const { personId = null, cases = [] } = present.get(deviceId) ?? {}
      const doing = cases.find((one) => one.caseId === caseId)?.doing ?? null
      if (doing === null || personId === null || personId === self) continue
      if (people.get(personId) !== 'writing') people.set(personId, doing)
    }
    return [...people]
      .map(([personId, doing]) => ({ personId, doing }))
      .toSorted((one, other) => (one.personId < other.personId ? -1 : 1))
      .slice(0, peopleAtMost)
  }
  return {
    put(said) {
      const before = present.get(said.deviceId)
      const until = now() + presentMs
      if (before && same(before, said)) {
        before.until = until
        return new Set()
      }
      const touched = new Set(before ? watching(before) : [])
      if (before) forget(before)
      if (said.cases.length > 0) {
        present.set(said.deviceId, { ...said, until })
        for (const { caseId } of said.cases)
          benches.set(caseId, (benches.get(caseId) ?? new Set()).add(said.deviceId))
      }
      for (const deviceId of watching(said)) touched.add(deviceId)
      return touched
    },
    expire() {
      const touched = new Set<string>()
      for (const one of [...present.values()].filter(({ until }) => until <= now())) {
        for (const deviceId of watching(one)) touched.add(deviceId)
        forget(one)
      }
      return touched
    },
    clear() {
      const touched = new Set(present.keys())
      present.clear()
      benches.clear()
      return touched
    },
    seenBy(deviceId) {
      const { personId = null, cases = [] } = present.get(deviceId) ?? {}
      return { cases: cases.map(({ caseId }) => ({ caseId, people: peopleOn(caseId, personId) })) }
    },
  }
}
