import type { Operation } from './operations.ts'
import { overlay, type Row, rowOf } from './overlay.ts'
import { reduce } from './reduce.ts'
import { Rejected, type Rows } from './rows.ts'

/** What a bench shows of some rows: those of the service with its own pending changes above them. */
export interface Rebased {
  /** Rows that pending changes leave otherwise than the service has them. */
  rows: Row[]
  /** Changes that can no longer be shown; the service will say of each whether it stands. */
  hidden: string[]
}

/** Replays pending operations, in their order, on what the service has. Pure. */
export const rebase = (server: Rows, pending: readonly Operation[]): Rebased => {
  const rows = overlay(server)
  const hidden: string[] = []
  for (const operation of pending) {
    try {
      for (const put of reduce(operation, rows).puts) rows.put(rowOf(put))
    } catch (error) {
      if (!(error instanceof Rejected)) throw error
      hidden.push(operation.id)
    }
  }
  return { rows: rows.changes(), hidden }
}
