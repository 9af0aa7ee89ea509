/** A figure as it is typed: what it means, or why it means nothing. */
export type Figure = { ok: true; value: number | null } | { ok: false; reason: string }

export interface FigureRule {
  /** What one of the unit is, such as 1,000 bytes. */
  unit: number
  /** In units. */
  least: number
  most: number
  /** Whether an empty field means that there is no limit. */
  mayBeEmpty: boolean
}

/** Reads a whole number of some unit. */
export const readFigure = (text: string, { unit, least, most, mayBeEmpty }: FigureRule): Figure => {
  const typed = text.replaceAll(/[\s,_']/g, '')
  if (typed === '' && mayBeEmpty) return { ok: true, value: null }
  const value = Number(typed)
  const between = `Give a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}`
  if (!/^\d+$/.test(typed) || value < least || value > most)
    return { ok: false, reason: `${between}${mayBeEmpty ? ', or leave it empty.' : '.'}` }
  return { ok: true, value: value * unit }
}

/** As it stands in the field. */
export const figureText = (value: number | null, unit: number): string =>
  value === null ? '' : String(Math.round(value / unit))
