import type { Put, Rows } from './rows.ts'

/** The kinds of rows that are synced. */
export const rowKinds = ['case', 'event', 'link', 'patch', 'customer', 'person', 'conflict'] as const
export type RowKind = (typeof rowKinds)[number]

/** A row by its kind and id; `body` is null where it is gone. */
export interface Row {
  kind: RowKind
  id: string
  body: { id: string } | null
}

const gone = {
  unlink: 'link',
  'no-patch': 'patch',
  'no-customer': 'customer',
  'no-person': 'person',
} as const

/** The row that a reducer's put leaves. */
export const rowOf = ({ kind, value }: Put): Row =>
  kind in gone
    ? { kind: gone[kind as keyof typeof gone], id: value.id, body: null }
    : { kind: kind as RowKind, id: value.id, body: value }

export const rowKey = (kind: RowKind, id: string): string => `${kind}:${id}`

/** Rows with changes above them that are not written yet. */
export interface Overlay extends Rows {
  put(row: Row): void
  /** What lies above, each row once, in the order in which they were first put. */
  changes(): Row[]
}

/** Rows as one function finds them by kind and id; what it answers must be of that kind. */
export const rowsBy = (find: (kind: RowKind, id: string) => Row['body'] | undefined): Rows => {
  const of =
    <K extends RowKind>(kind: K) =>
    (id: string) =>
      (find(kind, id) ?? undefined) as ReturnType<Rows[K]>
  return {
    case: of('case'),
    event: of('event'),
    link: of('link'),
    patch: of('patch'),
    customer: of('customer'),
    person: of('person'),
    conflict: of('conflict'),
  }
}

export const overlay = (below: Rows): Overlay => {
  const above = new Map<string, Row>()
  return {
    ...rowsBy((kind, id) => {
      const row = above.get(rowKey(kind, id))
      return row ? row.body : below[kind](id)
    }),
    put: (row) => void above.set(rowKey(row.kind, row.id), row),
    changes: () => [...above.values()],
  }
}

/** No rows at all. */
export const noRows: Rows = rowsBy(() => undefined)
