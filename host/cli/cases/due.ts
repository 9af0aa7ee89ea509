import { UsageError } from '../usage-error.ts'

const dayOnly = /^(\d{4})-(\d{2})-(\d{2})$/
const withTime = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/

/** A deadline as typed, in milliseconds since 1970; a day alone means until that day is over, in local time. */
export const parseDue = (given: string): number => {
  const day = dayOnly.exec(given)
  if (day) {
    const [year, month, date] = day.slice(1).map(Number) as [number, number, number]
    const end = new Date(year, month - 1, date, 23, 59)
    if (end.getMonth() === month - 1 && end.getDate() === date) return end.getTime()
  }
  const at = withTime.test(given) ? Date.parse(given.replace(' ', 'T')) : Number.NaN
  if (Number.isNaN(at) || at < 0)
    throw new UsageError(`"${given}" is not a date such as 2026-11-30 or 2026-11-30T17:00Z.`)
  return at
}
