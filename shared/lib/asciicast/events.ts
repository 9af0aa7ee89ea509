import { type CastEvent, NANOSECONDS } from './cast.ts'

/** An event, and what had to be put right in it. */
export interface ReadEvent {
  event: CastEvent
  fault: string | null
}

/** Codes whose data every reader takes for text. */
const textual = new Set(['o', 'i', 'r', 'm', 'x'])

/** Nanoseconds from seconds; null for what is no moment. */
const nanoseconds = (seconds: unknown): number | null => {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return null
  const time = Math.round(seconds * NANOSECONDS)
  return Math.abs(time) <= Number.MAX_SAFE_INTEGER ? time : null
}

/**
 * An event of v2 (`absolute`: its time counts from the beginning) or v3 (from the event before), or why it is none.
 * One that would go back in time is taken at the time of the one before.
 */
export const eventOf = (value: unknown, before: number, absolute: boolean): ReadEvent | string => {
  if (!Array.isArray(value)) return 'it is not a list'
  const [seconds, code, ...more] = value as unknown[]
  const read = nanoseconds(seconds)
  if (read === null) return 'its time is not a number'
  if (typeof code !== 'string' || code === '') return 'it does not say what happened'
  const [data] = more
  if (textual.has(code) && typeof data !== 'string') return 'its data is not a text'
  const time = absolute ? read : before + read
  const event: CastEvent = { time: Math.max(before, time), code, data: typeof data === 'string' ? data : '' }
  if (more.length !== 1 || typeof data !== 'string') event.more = more
  return { event, fault: time < before ? 'it goes back in time' : null }
}

/** One entry of the `stdout` of v1: seconds since the one before, and output. */
export const outputOf = (value: unknown, before: number): ReadEvent | string => {
  if (!Array.isArray(value)) return 'it is not a list'
  const [delay, ...rest] = value as unknown[]
  return eventOf([delay, 'o', ...rest], before, false)
}
