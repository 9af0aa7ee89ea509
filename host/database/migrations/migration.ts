import type { WritableDatabase } from '../database.ts'

/** One step of the schema. `sql`, what `fill` writes and the new version are committed together. */
export interface Migration {
  version: number
  name: string
  sql: string
  /** Fills what `sql` made from the rows that are there; for derived data only. */
  fill?(db: WritableDatabase): void
}
