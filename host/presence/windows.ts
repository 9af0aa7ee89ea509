import { casesAtMost, type Doing, type PresenceRequest, presentMs } from '../../shared/sync/presence.ts'

/** Things that windows say at a time; more are of windows that lost themselves. */
const saidAtMost = 200

/** What the windows of this bench do. Nothing of it is kept. */
export interface Windows {
  /** A window watches who is on a case. Returns the disposer. */
  watch(caseId: string): () => void
  say(said: { window: string; caseId: string; doing: Doing | 'none' }): void
  /** What the bench has before it, what was opened last first. */
  all(): PresenceRequest['cases']
}

/** Time is in milliseconds. */
export const createWindows = (now: () => number): Windows => {
  const watched = new Map<string, number>()
  const said = new Map<string, { caseId: string; doing: Doing; until: number }>()

  const doingOn = (caseId: string): Doing | null => {
    const all = [...said.values()].filter((one) => one.caseId === caseId && one.until > now())
    return all.some(({ doing }) => doing === 'writing') ? 'writing' : all.length > 0 ? 'reading' : null
  }
  return {
    watch(caseId) {
      const count = watched.get(caseId) ?? 0
      watched.delete(caseId)
      watched.set(caseId, count + 1)
      return () => {
        const left = (watched.get(caseId) ?? 1) - 1
        if (left > 0) watched.set(caseId, left)
        else watched.delete(caseId)
      }
    },
    say({ window, caseId, doing }) {
      const key = `${window} ${caseId}`
      said.delete(key)
      for (const [other, { until }] of said) if (until <= now() || said.size >= saidAtMost) said.delete(other)
      if (doing !== 'none') said.set(key, { caseId, doing, until: now() + presentMs })
    },
    all: () =>
      [...watched.keys()]
        .toReversed()
        .slice(0, casesAtMost)
        .map((caseId) => ({ caseId, doing: doingOn(caseId) })),
  }
}
