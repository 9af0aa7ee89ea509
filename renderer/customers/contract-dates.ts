const pad = (number: number): string => String(number).padStart(2, '0')

/** A day as `<input type="date">` has it, in the time zone of this machine. */
export const toDay = (at: number | null): string => {
  if (at === null) return ''
  const day = new Date(at)
  return `${String(day.getFullYear()).padStart(4, '0')}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`
}

/** The first or the last moment of a day, in the time zone of this machine; null of none. */
export const fromDay = (day: string, end: 'first' | 'last'): number | null => {
  const at = new Date(`${day}T${end === 'first' ? '00:00:00.000' : '23:59:59.999'}`).getTime()
  return Number.isNaN(at) || at < 0 ? null : at
}
