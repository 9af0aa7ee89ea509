import type { TreeRow } from './tree-store.ts'

export type TreeMove =
  | { is: 'to'; index: number }
  | { is: 'enter' | 'rename' | 'delete' }
  | { is: 'expand' | 'collapse'; path: string }

export interface TreePlace {
  rows: readonly TreeRow[]
  active: number
  /** Rows that fit on a page. */
  page: number
}

const steps = ({ rows, active, page }: TreePlace): Record<string, number> => ({
  ArrowDown: active + 1,
  j: active + 1,
  ArrowUp: active - 1,
  k: active - 1,
  PageDown: active + page,
  PageUp: active - page,
  Home: 0,
  End: rows.length - 1,
})

const inwards = ({ rows, active }: TreePlace): TreeMove | null => {
  const row = rows[active]
  if (row?.is !== 'entry' || row.entry.kind !== 'folder') return null
  if (!row.open) return { is: 'expand', path: row.entry.path }
  const next = rows[active + 1]
  return next && next.level > row.level ? { is: 'to', index: active + 1 } : null
}

const outwards = ({ rows, active }: TreePlace): TreeMove | null => {
  const row = rows[active]
  if (!row) return null
  if (row.is === 'entry' && row.open) return { is: 'collapse', path: row.entry.path }
  const parent = rows.slice(0, active).findLastIndex(({ level }) => level < row.level)
  return parent < 0 ? null : { is: 'to', index: parent }
}

/** What a key does to a tree, as trees do everywhere; null when it is not the tree's to take. */
export const treeMove = (key: string, place: TreePlace): TreeMove | null => {
  if (place.rows.length === 0) return null
  if (key === 'Enter' || key === ' ') return { is: 'enter' }
  if (key === 'F2') return { is: 'rename' }
  if (key === 'Delete') return { is: 'delete' }
  if (key === 'ArrowRight') return inwards(place)
  if (key === 'ArrowLeft') return outwards(place)
  const to = steps(place)[key]
  return to === undefined ? null : { is: 'to', index: Math.max(0, Math.min(place.rows.length - 1, to)) }
}
