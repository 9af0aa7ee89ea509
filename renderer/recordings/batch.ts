import { bytesOf } from '../../shared/lib/asciicast/bytes.ts'
import type { Drawn } from './recorded.ts'

/** Characters given to a terminal at once: what it draws between two frames. */
const most = 96 * 1024

export interface Batch {
  bytes: Uint8Array
  /** Set where the next thing to happen is another size; it then stands alone. */
  size: { columns: number; rows: number } | null
  /** The first event after it. */
  next: number
}

/** What is to be drawn next, of the events from `at` to before `to`. */
export const batchOf = (events: readonly Drawn[], at: number, to: number): Batch => {
  const first = events[at]
  if (first !== undefined && typeof first !== 'string')
    return { bytes: new Uint8Array(), size: first, next: at + 1 }
  let text = ''
  let next = at
  for (; next < to && text.length < most; next += 1) {
    const event = events[next]
    if (typeof event !== 'string') break
    text += event
  }
  return { bytes: bytesOf(text), size: null, next }
}
