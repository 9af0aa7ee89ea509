import type { CastEvent, CastHeader, CastPart } from '../../shared/lib/asciicast/cast.ts'

/** A recording as the player holds it: what was printed, when, and the places that were marked. */
export interface Recorded {
  header: CastHeader | null
  /** Milliseconds of each event, never falling. */
  readonly times: number[]
  /** What is drawn, or the new size. */
  readonly events: Drawn[]
  readonly markers: Marker[]
  /** Characters printed before each event; one more than there are events. */
  readonly offsets: number[]
  /** Lines that could not be read. */
  damaged: number
  /** Why nothing could be read at all. */
  problem: string
}

export type Drawn = string | { columns: number; rows: number }

export interface Marker {
  /** Milliseconds. */
  at: number
  label: string
}

/** Marks in a recording at most; more are no help to a person. */
const mostMarkers = 5000
const longestLabel = 200
const nanosecondsOfMillisecond = 1_000_000

export const nothingRecorded = (): Recorded => ({
  header: null,
  times: [],
  events: [],
  markers: [],
  offsets: [0],
  damaged: 0,
  problem: '',
})

/** Adds what a parser found. */
export const addParts = (recorded: Recorded, parts: readonly CastPart[]): void => {
  for (const part of parts) {
    if (part.type === 'header') recorded.header = part.header
    else if (part.type === 'event') addEvent(recorded, part.event)
    else if (part.type === 'damaged' && !part.torn) {
      recorded.damaged += 1
      if (!recorded.header) recorded.problem = part.reason
    }
  }
}

const addEvent = (recorded: Recorded, { time, code, data }: CastEvent): void => {
  const at = time / nanosecondsOfMillisecond
  if (code === 'm' && recorded.markers.length < mostMarkers)
    recorded.markers.push({
      at,
      label: labelOf(data),
    })
  const drawn = code === 'o' ? data : code === 'r' ? sizeOf(data) : null
  if (drawn === null) return
  recorded.times.push(at)
  recorded.events.push(drawn)
  recorded.offsets.push((recorded.offsets.at(-1) ?? 0) + (typeof drawn === 'string' ? drawn.length : 0))
}

const labelOf = (text: string): string =>
  text
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, longestLabel)

/** A command as its block tells of it. */
export interface SoughtMarker {
  label: string
  /** Milliseconds since the epoch. */
  startedAt: number
}

/** The marker of a command; where it ran more than once, the one nearest to its time. */
export const findMarker = (
  { header, markers }: Recorded,
  { label, startedAt }: SoughtMarker,
): Marker | null => {
  const { timestamp } = header?.fields ?? {}
  const began = typeof timestamp === 'number' ? timestamp * 1000 : 0
  const apart = ({ at }: Marker) => Math.abs(began + at - startedAt)
  const wanted = labelOf(label)
  const [found] = markers
    .filter((marker) => marker.label === wanted)
    .toSorted((one, other) => apart(one) - apart(other))
  return found ?? null
}

const sizeOf = (data: string): Drawn | null => {
  const [columns = 0, rows = 0] = data.split('x').map(Number)
  const sound = Number.isInteger(columns) && Number.isInteger(rows) && columns >= 2 && rows >= 1
  return sound && columns <= 1000 && rows <= 1000 ? { columns, rows } : null
}

/** The first event after so many milliseconds. */
export const eventAfter = (times: readonly number[], at: number): number => {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}
