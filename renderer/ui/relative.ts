const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const week = 7 * day

type Unit = 'minute' | 'hour' | 'day'

const unitOf = (distance: number): [Unit, number, string] => {
  if (distance < hour) return ['minute', minute, 'm']
  return distance < day ? ['hour', hour, 'h'] : ['day', day, 'd']
}

const long = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const thisYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const otherYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' })

/** The moment itself, in full. */
export const absolute = (at: number): string => full.format(at)

/** How long ago (or ahead) `at` is; a date once that is a week or more. All in milliseconds. */
export const relative = (at: number, now: number, form: 'short' | 'long'): string => {
  const distance = Math.abs(now - at)
  if (distance < minute) return 'now'
  if (distance >= week) {
    const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
    return (sameYear ? thisYear : otherYear).format(at)
  }
  const [unit, size, letter] = unitOf(distance)
  const amount = Math.floor(distance / size)
  if (form === 'long') return long.format(at < now ? -amount : amount, unit)
  return at < now ? `${amount}${letter}` : `in ${amount}${letter}`
}

/** Milliseconds until the text may read differently; an hour at most, so that a sleeping laptop catches up. */
export const nextChange = (at: number, now: number): number => {
  const distance = Math.abs(now - at)
  const [, size] = unitOf(distance)
  const rest = at <= now ? size - (distance % size) : (distance % size) + 1
  return Math.min(rest, hour)
}
