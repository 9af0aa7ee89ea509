import type { CastHeader } from './cast.ts'

const MOST_CELLS = 10_000

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The header in the fields of v3, or why it is none. */
export const headerOf = (value: Record<string, unknown>): CastHeader | string => {
  const { version } = value
  if (version === 3) return third(value)
  if (version !== 1 && version !== 2) return 'its version is not 1, 2 or 3'
  const { version: _, width, height, theme, stdout, ...others } = value
  if (!isSize(width) || !isSize(height)) return 'it does not say how wide and high the terminal was'
  const type = isRecord(others.env) ? others.env.TERM : undefined
  const term = {
    ...(typeof type === 'string' ? { type } : {}),
    ...(theme === undefined ? {} : { theme }),
  }
  // In version 2 the name means nothing, so it is kept like any other; in version 1 it holds the events.
  const unknown = version === 2 && stdout !== undefined ? { stdout } : {}
  const fields = { ...others, ...unknown, ...(Object.keys(term).length > 0 ? { term } : {}) }
  return { version, columns: width, rows: height, fields }
}

const third = (value: Record<string, unknown>): CastHeader | string => {
  const { version: _, term, ...fields } = value
  if (!isRecord(term)) return 'it does not say how wide and high the terminal was'
  const { cols, rows, ...others } = term
  if (!isSize(cols) || !isSize(rows)) return 'it does not say how wide and high the terminal was'
  const kept = Object.keys(others).length > 0 ? { ...fields, term: others } : fields
  return { version: 3, columns: cols, rows, fields: kept }
}

const isSize = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_CELLS
