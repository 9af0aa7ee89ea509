import type { Drawn } from './recorded.ts'

/** Events read before the page has its turn again. */
const atOnce = 2000
/** Characters of the text before an event in which a hit may begin. */
const overlap = 400

const esc = String.fromCharCode(27)
/** Escape sequences with their bodies: control, operating system command, strings, and the two-character ones. */
const sequences = new RegExp(
  [
    `${esc}\\[[0-?]*[ -/]*[@-~]`,
    `${esc}\\][^\\u0007${esc}]*(?:\\u0007|${esc}\\\\)`,
    `${esc}[PX^_][^${esc}]*${esc}\\\\`,
    `${esc}[ -/]*[0-~]`,
  ].join('|'),
  'g',
)

/** What a person reads of printed text. */
export const readable = (printed: string): string =>
  printed.replace(sequences, '').replace(/[^\P{Cc}\n]/gu, '')

export interface Search {
  events: readonly Drawn[]
  query: string
  /** The first event that is looked at. */
  from: number
  signal: AbortSignal
  pause: () => Promise<void>
}

/** The first event from `from` on with which the text has appeared, or null. Case does not matter. */
export const findText = async ({ events, query, from, signal, pause }: Search): Promise<number | null> => {
  const wanted = query.toLowerCase()
  if (wanted === '' || wanted.length > overlap) return null
  let before = ''
  for (let at = from; at < events.length; at += 1) {
    if ((at - from) % atOnce === atOnce - 1) await pause()
    if (signal.aborted) return null
    const event = events[at]
    if (typeof event !== 'string') continue
    const text = before + readable(event).toLowerCase()
    if (text.includes(wanted)) return at
    // One less than the text, so that the same hit is not found again.
    before = text.slice(Math.max(0, text.length - wanted.length + 1))
  }
  return null
}
