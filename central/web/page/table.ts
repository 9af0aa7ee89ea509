import { type Child, h } from './dom.ts'

export interface Column<Row> {
  readonly title: string
  /** `number` aligns right; `acts` holds buttons and needs no title to be seen. */
  readonly kind?: 'number' | 'acts'
  cell(row: Row): Child | readonly Child[]
}

interface Options<Row> {
  /** What the table is of, for who cannot see it. */
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  /** Said where there are no rows. */
  readonly empty: string
}

const list = (children: Child | readonly Child[]): readonly Child[] =>
  Array.isArray(children) ? children : [children as Child]

/** Rows under column titles, or a sentence where there are none. The first column names the row. */
export const table = <Row>({ label, rows, columns, empty }: Options<Row>): HTMLElement => {
  if (rows.length === 0) return h('p', { class: 'empty' }, empty)
  const head = columns.map(({ title, kind }) =>
    h('th', { scope: 'col', class: kind }, kind === 'acts' ? h('span', { class: 'unseen' }, title) : title),
  )
  const body = rows.map((row) =>
    h(
      'tr',
      {},
      ...columns.map(({ kind, cell }, index) =>
        index === 0
          ? h('th', { scope: 'row' }, ...list(cell(row)))
          : h('td', { class: kind }, ...list(cell(row))),
      ),
    ),
  )
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    h('table', { 'aria-label': label }, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...body)),
  )
}
