const units = { m: 1, h: 60, d: 24 * 60, w: 7 * 24 * 60 } as const
type Unit = keyof typeof units

const part = /(\d{1,6}(?:[.,]\d{1,2})?)\s*(m|min|h|d|w)(?![a-z])\s*/gy

/** Minutes of a time such as `4h`, `2d` or `1h 30m`; null of nothing; undefined of anything else. Days have 24 hours. */
export const parseSpan = (text: string): number | null | undefined => {
  const typed = text.trim().toLowerCase()
  if (typed === '') return null
  let minutes = 0
  let end = 0
  for (const found of typed.matchAll(part)) {
    const unit = (found[2] === 'min' ? 'm' : found[2]) as Unit
    minutes += Number(found[1]?.replace(',', '.')) * units[unit]
    end = found.index + found[0].length
  }
  return end === typed.length && Number.isInteger(minutes) ? minutes : undefined
}

/** Minutes as `parseSpan` reads them: `1d 4h`, `30m`. */
export const formatSpan = (minutes: number): string => {
  const parts = (['d', 'h', 'm'] as const).map((unit, index) => {
    const larger = index === 0 ? Number.POSITIVE_INFINITY : index === 1 ? units.d : units.h
    return { unit, count: Math.floor((minutes % larger) / units[unit]) }
  })
  const shown = parts.filter(({ count }) => count > 0).map(({ unit, count }) => `${count}${unit}`)
  return shown.join(' ') || '0m'
}
