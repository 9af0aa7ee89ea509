import type { ShownEvent } from '../../../shared/contract/timeline.ts'
import type { Case, Contract } from '../../../shared/domain/entities.ts'
import { type CaseStatus, caseStatuses } from '../../../shared/domain/vocabulary.ts'

/** A stretch of a case's life in one status; `until` is null while it goes on. */
export interface Segment {
  status: CaseStatus
  from: number
  until: number | null
  /** Whether it uses up the time of the clock. */
  counts: boolean
}

export interface Clock {
  kind: 'response' | 'resolution'
  /** Milliseconds that were agreed. */
  agreed: number
  /** Milliseconds used up to now, or until it was met. */
  used: number
  /** When it was met; null while it runs. */
  metAt: number | null
  /** When it will be used up if nothing changes; null while it stands still. */
  endsAt: number | null
  segments: readonly Segment[]
}

type Timed = Pick<Case, 'createdAt' | 'status' | 'severity'>
type Told = Pick<ShownEvent, 'kind' | 'lane' | 'at' | 'authorId' | 'changes'>

const asStatus = (value: unknown): CaseStatus | undefined => caseStatuses.find((one) => one === value)

/** The statuses of a case from its opening on, as its timeline tells them. */
export const segmentsOf = (found: Timed, events: readonly Told[]): Segment[] => {
  const turns = events
    .flatMap(({ at, changes = [] }) => changes.map((change) => ({ at, ...change })))
    .filter(({ field, to }) => field === 'status' && asStatus(to))
    .sort((a, b) => a.at - b.at)
  const first = asStatus(turns[0]?.from) ?? (turns.length > 0 ? 'new' : found.status)
  const starts = [{ at: found.createdAt, to: first as unknown }, ...turns]
  return starts.map(({ at, to }, index) => {
    const status = asStatus(to) ?? found.status
    return {
      status,
      from: at,
      until: starts[index + 1]?.at ?? null,
      counts: status === 'new' || status === 'open',
    }
  })
}

const usedIn = (segments: readonly Segment[], now: number): number =>
  segments
    .filter(({ counts }) => counts)
    .reduce((sum, { from, until }) => sum + Math.max(0, Math.min(until ?? now, now) - from), 0)

/** The time to the first answer: from the opening to the first message to the customer that is not the reporter's. */
const response = (
  found: Timed,
  events: readonly Told[],
  { agreed, reporterId, now }: { agreed: number; reporterId: string | null; now: number },
): Clock => {
  const answer = events.find(
    ({ kind, lane, authorId }) =>
      kind === 'message' && lane === 'customer' && authorId !== null && authorId !== reporterId,
  )
  const metAt = answer?.at ?? null
  const segment = { status: found.status, from: found.createdAt, until: metAt, counts: true }
  return {
    kind: 'response',
    agreed,
    used: Math.max(0, (metAt ?? now) - found.createdAt),
    metAt,
    endsAt: metAt === null ? found.createdAt + agreed : null,
    segments: [segment],
  }
}

/** The time to the solution: while the case is new or open, and not while it waits for somebody else. */
const resolution = (found: Timed, events: readonly Told[], agreed: number, now: number): Clock => {
  const segments = segmentsOf(found, events)
  const last = segments.at(-1)
  const done = last && (last.status === 'solved' || last.status === 'closed') ? last : undefined
  const used = usedIn(segments, now)
  return {
    kind: 'resolution',
    agreed,
    used,
    metAt: done?.from ?? null,
    endsAt: last?.counts ? now + agreed - used : null,
    segments,
  }
}

export interface ClocksOptions {
  contract: Pick<Contract, 'responseMinutes' | 'resolutionMinutes'> | undefined
  events: readonly Told[]
  now: number
}

/** The clocks that a contract starts for a case of this severity; all times in milliseconds. */
export const clocksOf = (
  found: Timed & Pick<Case, 'reporterId'>,
  { contract, events, now }: ClocksOptions,
): Clock[] => {
  const respond = contract?.responseMinutes[found.severity - 1]
  const resolve = contract?.resolutionMinutes[found.severity - 1]
  const minute = 60_000
  const { reporterId } = found
  return [
    ...(typeof respond === 'number'
      ? [response(found, events, { agreed: respond * minute, reporterId, now })]
      : []),
    ...(typeof resolve === 'number' ? [resolution(found, events, resolve * minute, now)] : []),
  ]
}
