import { z } from 'zod'

export const importReport = z.object({
  imported: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  skipped: z.array(z.object({ source: z.string(), line: z.int(), reason: z.string() })),
  /** Skips beyond the ones listed; the list is bounded. */
  skippedMore: z.int(),
  cases: z.int(),
  events: z.int(),
})
export type ImportReport = z.output<typeof importReport>

/** The report of an import that did nothing yet. */
export const emptyReport = (): ImportReport => ({
  imported: 0,
  updated: 0,
  unchanged: 0,
  skipped: [],
  skippedMore: 0,
  cases: 0,
  events: 0,
})

/** The report of two imports, one after the other. */
export const joinReports = (one: ImportReport, other: ImportReport): ImportReport => ({
  imported: one.imported + other.imported,
  updated: one.updated + other.updated,
  unchanged: one.unchanged + other.unchanged,
  skipped: [...one.skipped, ...other.skipped],
  skippedMore: one.skippedMore + other.skippedMore,
  cases: one.cases + other.cases,
  events: one.events + other.events,
})
