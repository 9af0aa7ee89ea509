import { type CastEvent, type CastHeader, type CastPart, NANOSECONDS } from './cast.ts'
import { isRecord } from './header.ts'

/** The first line of asciicast 3. */
export const headerLine = ({ columns, rows, fields }: CastHeader): string => {
  const { term, ...others } = fields
  const size = { cols: columns, rows, ...(isRecord(term) ? term : {}) }
  return `${JSON.stringify({ version: 3, term: size, ...others })}\n`
}

/** A line of asciicast 3; `before` is the time of the event before, 0 for the first. */
export const eventLine = ({ time, code, data, more }: CastEvent, before: number): string => {
  const rest = more ?? [data]
  const fields = [JSON.stringify(code), ...rest.map((one) => JSON.stringify(one))]
  return `[${seconds(time - before)},${fields.join(',')}]\n`
}

/** The parts as asciicast 3, line by line; damaged ones are left out. */
export function* writeCast(parts: Iterable<CastPart>): Generator<string> {
  let before = 0
  for (const part of parts) {
    if (part.type === 'header') yield headerLine(part.header)
    else if (part.type === 'comment') yield `#${part.text}\n`
    else if (part.type === 'event') {
      yield eventLine(part.event, before)
      before = part.event.time
    }
  }
}

/** Nanoseconds as the shortest decimal number of seconds, so that sums stay exact. */
const seconds = (nanoseconds: number): string => {
  const whole = Math.floor(nanoseconds / NANOSECONDS)
  const rest = String(nanoseconds - whole * NANOSECONDS)
    .padStart(9, '0')
    .replace(/0+$/, '')
  return rest === '' ? String(whole) : `${whole}.${rest}`
}
