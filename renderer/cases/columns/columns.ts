import type { Sort } from '../spec/spec.ts'

export const columnIds = [
  'ref',
  'severity',
  'title',
  'status',
  'customer',
  'owner',
  'updated',
  'created',
  'due',
  'kind',
  'tags',
] as const
export type ColumnId = (typeof columnIds)[number]

export interface Column {
  readonly id: ColumnId
  /** Pixels; the title takes what is left over. */
  readonly width: number
}

interface ColumnFacts {
  name: string
  /** What stands in its heading, where the name is too long for it. */
  heading?: string
  width: number
  least: number
  sort?: Sort
}

const facts: Record<ColumnId, ColumnFacts> = {
  ref: { name: 'Reference', heading: 'Case', width: 84, least: 56, sort: 'ref' },
  severity: { name: 'Severity', heading: 'Sev', width: 44, least: 40, sort: 'severity' },
  title: { name: 'Title', width: 360, least: 200, sort: 'title' },
  status: { name: 'Status', width: 92, least: 34, sort: 'status' },
  customer: { name: 'Customer', width: 150, least: 60, sort: 'customer' },
  owner: { name: 'Owner', width: 130, least: 34, sort: 'owner' },
  updated: { name: 'Updated', width: 104, least: 52, sort: 'updated' },
  created: { name: 'Created', width: 104, least: 52, sort: 'created' },
  due: { name: 'Due', width: 104, least: 48, sort: 'due' },
  kind: { name: 'Kind', width: 112, least: 60 },
  tags: { name: 'Tags', width: 160, least: 60 },
}

export const columnFacts = (id: ColumnId): ColumnFacts => facts[id]

const widest = 1200

const column = (id: ColumnId, width = facts[id].width): Column => ({
  id,
  width: Math.round(Math.max(facts[id].least, Math.min(widest, width))),
})

export const defaultColumns: readonly Column[] = (
  ['ref', 'severity', 'title', 'status', 'customer', 'owner', 'updated'] as const
).map((id) => column(id))

/** Columns as a saved view keeps them: `ref`, or `customer:180` where the width is not the usual one. */
export const readColumns = (kept: readonly string[]): readonly Column[] => {
  const read = new Map<ColumnId, Column>()
  for (const text of kept) {
    const [name, width] = text.split(':')
    const id = columnIds.find((one) => one === name)
    if (id) read.set(id, column(id, Number(width) || undefined))
  }
  // A list without titles tells nobody anything.
  return read.has('title') ? [...read.values()] : defaultColumns
}

export const writeColumns = (columns: readonly Column[]): string[] =>
  columns.map(({ id, width }) => (width === facts[id].width ? id : `${id}:${width}`))

export const resized = (columns: readonly Column[], id: ColumnId, width: number): readonly Column[] =>
  columns.map((one) => (one.id === id ? column(id, width) : one))

/** With a column moved to the place of another, or by so many places. */
export const moved = (columns: readonly Column[], id: ColumnId, to: number): readonly Column[] => {
  const from = columns.findIndex((one) => one.id === id)
  const place = Math.max(0, Math.min(columns.length - 1, to))
  if (from < 0 || from === place) return columns
  const next = [...columns]
  next.splice(place, 0, ...next.splice(from, 1))
  return next
}

/** With a column shown, where it usually stands, or hidden; the title always stays. */
export const toggled = (columns: readonly Column[], id: ColumnId): readonly Column[] => {
  if (columns.some((one) => one.id === id))
    return id === 'title' ? columns : columns.filter((one) => one.id !== id)
  const rank = columnIds.indexOf(id)
  const before = columns.findLastIndex((one) => columnIds.indexOf(one.id) < rank)
  return columns.toSpliced(before + 1, 0, column(id))
}

/** What is given up first when there is no room. */
const dispensable: readonly ColumnId[] = [
  'tags',
  'kind',
  'created',
  'customer',
  'owner',
  'updated',
  'due',
  'status',
  'severity',
]

const spaceOf = ({ id, width }: Column): number => (id === 'title' ? facts.title.least + 40 : width)
const spaceFor = (columns: readonly Column[]): number => columns.reduce((sum, one) => sum + spaceOf(one), 0)

/** With what is wider than usual narrowed, by no more than is needed. */
const narrowed = (columns: readonly Column[], room: number): readonly Column[] => {
  let over = spaceFor(columns) - room
  return columns.map((one) => {
    const spare = one.id === 'title' ? 0 : one.width - facts[one.id].width
    const cut = Math.max(0, Math.min(spare, over))
    over -= cut
    return cut > 0 ? { ...one, width: one.width - cut } : one
  })
}

/** Those that fit into so many pixels; what does not is only hidden while the room is short. */
export const fitting = (columns: readonly Column[], room: number): readonly Column[] => {
  if (spaceFor(columns) <= room) return columns
  let kept = narrowed(columns, room)
  for (const id of dispensable) {
    if (spaceFor(kept) <= room) break
    kept = kept.filter((one) => one.id !== id)
  }
  return kept
}
