import { instant } from '../../../shared/domain/entities.ts'

/** Whether 1/2/2024 is the first of February (`day`) or the second of January (`month`). */
export type DateOrder = 'day' | 'month'

const latest = instant.maxValue ?? 0
/** Numbers below are seconds: as milliseconds they would lie before 1973. */
const secondsBelow = 100_000_000_000

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const isoUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/
const time =
  /^(?:[T,\s]|at)*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AP]\.?M\.?)?\s*(?:Z|UTC|GMT|([+-])(\d{2}):?(\d{2}))?/i
const yearFirst = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?=$|[T\s,])/
const monthName =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[-/.\s]+([a-z]{3})[a-z]*[-/.,\s]+(\d{4}|\d{2})(?=$|[\s,])/i
const nameFirst =
  /^(?:[a-z]{3,9},?\s+)?([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?=$|[\s,])/i
const numbers = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?=$|[\s,])/

interface Day {
  year: number
  month: number
  day: number
  length: number
}

const century = (year: number): number => (year >= 100 ? year : year + (year < 70 ? 2000 : 1900))

const dayOf = (text: string, order: DateOrder): Day | undefined => {
  const first = yearFirst.exec(text)
  if (first)
    return { year: +(first[1] ?? 0), month: +(first[2] ?? 0), day: +(first[3] ?? 0), length: first[0].length }
  const number = numbers.exec(text)
  if (number) {
    const [whole, one = '', separator, two = '', year = ''] = number
    // Only slashes are ever month first; points and dashes are European.
    const dayFirst = +one > 12 || (+two <= 12 && (order === 'day' || separator !== '/'))
    const [day, month] = dayFirst ? [+one, +two] : [+two, +one]
    return { year: century(+year), month, day, length: whole.length }
  }
  const named = monthName.exec(text)
  const month = (name: string | undefined) => months.indexOf(name?.toLowerCase() ?? '') + 1
  if (named) {
    const [whole, day = '', name, year = ''] = named
    return { year: century(+year), month: month(name), day: +day, length: whole.length }
  }
  const american = nameFirst.exec(text)
  if (!american) return undefined
  return {
    year: +(american[3] ?? 0),
    month: month(american[1]),
    day: +(american[2] ?? 0),
    length: american[0].length,
  }
}

/** Milliseconds into the day, moved to UTC where the text names an offset; undefined for no valid time. */
const timeOf = (text: string): number | undefined => {
  if (text.trim() === '') return 0
  const found = time.exec(text)
  if (!found) return undefined
  const [
    ,
    hours = '',
    minutes = '',
    seconds = '0',
    fraction = '',
    half,
    sign,
    zoneHours = '0',
    zoneMinutes = '0',
  ] = found
  let hour = +hours
  if (half) hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0)
  if (hour > 24 || +minutes > 59 || +seconds > 60) return undefined
  const zone = (+zoneHours * 60 + +zoneMinutes) * (sign === '-' ? -1 : 1)
  const millis = +fraction.padEnd(3, '0').slice(0, 3)
  return ((hour * 60 + +minutes - zone) * 60 + +seconds) * 1000 + millis
}

const sane = (at: number): number | undefined =>
  Number.isFinite(at) && at > 0 && at <= latest ? Math.trunc(at) : undefined

/**
 * Milliseconds since the epoch of a date as trackers write them: ISO 8601, epoch seconds or milliseconds,
 * `05/Jun/23 2:33 PM`, `2023-06-05 14:33`, `6/5/2023`, RFC 5322. A time without a zone is UTC. Undefined for
 * what is no date and for what lies outside 1970 to 2243.
 */
export const instantOf = (value: unknown, order: DateOrder = 'month'): number | undefined => {
  if (typeof value === 'number') return sane(value < secondsBelow ? value * 1000 : value)
  if (typeof value !== 'string' || value.length > 100) return undefined
  if (isoUtc.test(value)) return sane(Date.parse(value))
  const text = value.trim()
  if (/^\d{9,10}(?:\.\d+)?$|^\d{12,13}$/.test(text)) return instantOf(Number(text))
  const day = dayOf(text, order)
  if (!day || day.month < 1 || day.month > 12 || day.day < 1 || day.day > 31) return undefined
  const ofDay = timeOf(text.slice(day.length))
  return ofDay === undefined ? undefined : sane(Date.UTC(day.year, day.month - 1, day.day) + ofDay)
}

/** Whether the day or the month comes first in dates written with slashes, judged by many of them. */
export const dateOrder = (texts: readonly string[]): DateOrder => {
  let dayFirst = 0
  let monthFirst = 0
  for (const text of texts) {
    const [, one = '0', , two = '0'] = numbers.exec(text.trim()) ?? []
    if (+one > 12) dayFirst++
    if (+two > 12) monthFirst++
  }
  return dayFirst > monthFirst ? 'day' : 'month'
}
