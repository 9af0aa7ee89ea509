import type { AgeUnit, CalendarDate, DateRange } from './ast.ts'
import type { DateField } from './fields.ts'

const age = /^(<=?|>=?)(\d{1,4})([hdwmy])$/i
const date = /^\d{4}(-\d{2}(-\d{2})?)?$/
const compared = /^(<=?|>=?)(\d[\d-]*)$/

const calendar = (from: CalendarDate | null, to: CalendarDate | null): DateRange => ({
  kind: 'calendar',
  from,
  to,
})

/** Year, month and day from 1; a month or day of 0 stands for the whole year or month. */
interface Parts {
  year: number
  month: number
  day: number
}

const partsOf = (text: CalendarDate): Parts => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  return { year, month, day }
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

const firstYear = 1970
const lastYear = 2199

/** Whether `text` is a day, month or year that exists and that a case can have. */
const exists = (text: string): boolean => {
  if (!date.test(text)) return false
  const { year, month, day } = partsOf(text)
  if (year < firstYear || year > lastYear) return false
  if (text.length === 4) return true
  return month >= 1 && month <= 12 && (text.length === 7 || (day >= 1 && day <= daysIn(year, month)))
}

const two = (value: number): string => String(value).padStart(2, '0')

/** The day, month or year that many places after (before) `text`, in its own unit. */
const shifted = (text: CalendarDate, by: number): CalendarDate => {
  const { year, month, day } = partsOf(text)
  if (text.length === 4) return String(year + by)
  const whole = text.length === 7
  const at = new Date(whole ? Date.UTC(year, month - 1 + by, 1) : Date.UTC(year, month - 1, day + by))
  const shiftedMonth = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}`
  return whole ? shiftedMonth : `${shiftedMonth}-${two(at.getUTCDate())}`
}

const comparedRange = (sign: string, to: CalendarDate): DateRange => {
  if (sign === '<=') return calendar(null, to)
  if (sign === '>=') return calendar(to, null)
  return sign === '<' ? calendar(null, needDate(shifted(to, -1))) : calendar(needDate(shifted(to, 1)), null)
}

/** What is wrong with a stretch of time, as a sentence. */
export class BadRange extends Error {}

const needDate = (text: string): CalendarDate => {
  if (exists(text)) return text
  if (date.test(text))
    throw new BadRange(`There is no ${text} in the calendar from ${firstYear} to ${lastYear}.`)
  throw new BadRange(`“${text}” is not a date; write one such as 2026-01-31, 2026-01 or 2026.`)
}

/** Reads `<7d`, `>2w`, `today`, `2026-01-31`, `2026-01..2026-02-14`, `>=2026`. Throws `BadRange`. */
export const parseRange = (text: string): DateRange => {
  const lower = text.toLowerCase()
  if (lower === 'today' || lower === 'yesterday' || lower === 'tomorrow') return { kind: 'day', day: lower }
  const aged = age.exec(text)
  if (aged) {
    const [, sign = '', amount, unit = ''] = aged
    const side = sign.startsWith('<') ? 'within' : 'beyond'
    return { kind: 'age', side, amount: Number(amount), unit: unit.toLowerCase() as AgeUnit }
  }
  if (/^\d+[hdwmy]$/i.test(text))
    throw new BadRange(`Say “<${text}” for the last ${text} or “>${text}” for longer ago.`)
  const range = text.split('..')
  if (range.length === 2) {
    const [from = '', to = ''] = range
    if (!from && !to) throw new BadRange('A range needs a date on one side at least, such as 2026-01-01.. .')
    const found = calendar(from ? needDate(from) : null, to ? needDate(to) : null)
    if (from && to && startOf(from) > startOf(to))
      throw new BadRange(`The range ${text} ends before it begins.`)
    return found
  }
  const [, sign, compareTo] = compared.exec(text) ?? []
  if (sign && compareTo) return comparedRange(sign, needDate(compareTo))
  const day = needDate(text)
  return calendar(day, day)
}

const startOf = (text: CalendarDate): string => text.padEnd(10, '-01')

/** The text that `parseRange` reads as this range. */
export const formatRange = (range: DateRange): string => {
  if (range.kind === 'day') return range.day
  if (range.kind === 'age') return `${range.side === 'within' ? '<' : '>'}${range.amount}${range.unit}`
  if (range.from === range.to) return range.from ?? ''
  return `${range.from ?? ''}..${range.to ?? ''}`
}

/** Where time stands: now, and the beginnings of days in the reader's time zone (months count from 1). */
export interface Clock {
  now: number
  /** `day` may lie outside of the month, as in the constructor of `Date`. */
  startOfDay(year: number, month: number, day: number): number
}

/** Instants in milliseconds, both included; null where open. */
export interface Instants {
  min: number | null
  max: number | null
}

const hour = 3_600_000
/** A month counts 30 days and a year 365, so that an age means the same on every day. */
const unitMilliseconds: Record<AgeUnit, number> = {
  h: hour,
  d: 24 * hour,
  w: 7 * 24 * hour,
  m: 30 * 24 * hour,
  y: 365 * 24 * hour,
}

const begin = (text: CalendarDate, clock: Clock): number => {
  const { year, month, day } = partsOf(text)
  return clock.startOfDay(year, month || 1, day || 1)
}

const dayShift = { yesterday: -1, today: 0, tomorrow: 1 } as const

/** The instants of a range, for the field that it filters. */
export const instantsOf = (field: DateField, range: DateRange, clock: Clock): Instants => {
  if (range.kind === 'calendar') {
    return {
      min: range.from ? begin(range.from, clock) : null,
      max: range.to ? begin(shifted(range.to, 1), clock) - 1 : null,
    }
  }
  if (range.kind === 'age') {
    const length = range.amount * unitMilliseconds[range.unit]
    if (field === 'due') {
      const limit = clock.now + length
      return range.side === 'within' ? { min: null, max: limit } : { min: limit + 1, max: null }
    }
    const limit = clock.now - length
    return range.side === 'within' ? { min: limit, max: null } : { min: null, max: limit - 1 }
  }
  const today = new Date(clock.now)
  const [year, month, day] = localDay(today, clock)
  const from = clock.startOfDay(year, month, day + dayShift[range.day])
  return { min: from, max: clock.startOfDay(year, month, day + dayShift[range.day] + 1) - 1 }
}

/** The reader's calendar day of an instant: the UTC day, or a neighbour of it. */
const localDay = (at: Date, clock: Clock): [number, number, number] => {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()]
  if (clock.startOfDay(year, month, day) > clock.now) return [year, month, day - 1]
  if (clock.startOfDay(year, month, day + 1) <= clock.now) return [year, month, day + 1]
  return [year, month, day]
}
