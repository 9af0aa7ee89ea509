const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const steps: readonly [limit: number, unit: number, name: string][] = [
  [hour, minute, 'min'],
  [day, hour, 'h'],
  [30 * day, day, 'd'],
  [365 * day, 30 * day, 'mo'],
  [Number.POSITIVE_INFINITY, 365 * day, 'y'],
]

/** How long ago (or in how long) an instant is, in its largest whole unit. Both in milliseconds since 1970. */
export const relative = (at: number, now: number): string => {
  const distance = Math.abs(now - at)
  if (distance < minute) return 'now'
  const [, unit, name] = steps.find(([limit]) => distance < limit) ?? [0, 365 * day, 'y']
  const amount = `${Math.floor(distance / unit)} ${name}`
  return at > now ? `in ${amount}` : `${amount} ago`
}

/** The form of every instant in JSON: ISO 8601 in UTC with milliseconds. */
export const iso = (at: number): string => new Date(at).toISOString()
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))
