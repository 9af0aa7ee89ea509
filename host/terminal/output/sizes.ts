import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/** Changes that are remembered; of a window that was dragged about for long the oldest go. */
const changesAtMost = 64

/** The size of a terminal from a place in its output on; places are bytes since it began. */
export interface SizeChange {
  at: number
  columns: number
  rows: number
}

/** Which size a terminal had where it printed what: a screen drawn at another one shows wrapped lines twice or not at all. */
export interface Sizes {
  /** Notes the size of what is printed from `at` on, and keeps it on disk. */
  note(change: SizeChange): void
  /** The size of what stands at `place`. */
  at(place: number): Omit<SizeChange, 'at'>
  /** The changes after `from` and before `to`, in order. */
  between(from: number, to: number): SizeChange[]
}

const side = z.int().min(1).max(1000)
const stored = z.array(z.object({ at: z.int().min(0), columns: side, rows: side })).max(changesAtMost)
const standard: SizeChange = { at: 0, columns: 80, rows: 24 }

/** Opens the list that is kept at `path`; one that is absent or no list of sizes begins anew. */
export const openSizes = (path: string): Sizes => {
  let changes = read(path)
  return {
    note(change) {
      const last = changes.at(-1)
      if (last && last.columns === change.columns && last.rows === change.rows) return
      // Nothing was printed at the sizes between.
      changes = [...changes.filter(({ at }) => at < change.at), change].slice(-changesAtMost)
      keep(path, changes)
    },
    at(place) {
      const { columns, rows } = changes.findLast(({ at }) => at <= place) ?? changes[0] ?? standard
      return { columns, rows }
    },
    between: (from, to) => changes.filter(({ at }) => at > from && at < to),
  }
}

const read = (path: string): SizeChange[] => {
  try {
    return stored.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // Output without it is drawn at the usual size, as lines that may wrap elsewhere.
    return []
  }
}

const keep = (path: string, changes: readonly SizeChange[]): void => {
  try {
    writeFileSync(`${path}.new`, JSON.stringify(changes), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  } catch {
    // The disk is full: the sizes are known as long as this process runs, and written with the next change.
  }
}
