import { fit, width } from './width.ts'

export interface Column {
  readonly title: string
  readonly align?: 'right'
  /** A column that may be cut to this many cells when the line is too long; others keep their width. */
  readonly least?: number
  /** Applied after layout, so that colours do not count as width. */
  readonly style?: (cell: string) => string
}

const gap = 2

/** Rows laid out once, so that later pages of the same table line up with the first. */
export interface Table {
  head(style: (line: string) => string): string
  rows(rows: readonly (readonly string[])[]): string[]
}

/** Shrinks the widest column that may shrink, cell by cell, until the line fits or nothing gives. */
const shrink = (columns: readonly Column[], natural: number[], available: number): number[] => {
  const widths = [...natural]
  let excess = widths.reduce((sum, cells) => sum + cells + gap, -gap) - available
  while (excess > 0) {
    let widest = -1
    for (const [index, { least }] of columns.entries()) {
      const cells = widths[index] ?? 0
      if (least !== undefined && cells > least && cells > (widths[widest] ?? 0)) widest = index
    }
    if (widest < 0) return widths
    widths[widest] = (widths[widest] ?? 0) - 1
    excess -= 1
  }
  return widths
}

/** Lays a table out for lines of `available` cells; `sample` decides the widths. Cells must be neutral text. */
export const table = (
  columns: readonly Column[],
  sample: readonly (readonly string[])[],
  available: number,
): Table => {
  const natural = columns.map(({ title }, index) =>
    Math.max(width(title), ...sample.map((row) => width(row[index] ?? ''))),
  )
  const widths = shrink(columns, natural, available)
  const line = (row: readonly string[], styled: boolean) =>
    columns
      .map(({ align, style, least }, index) => {
        const room = widths[index] ?? 0
        const text = row[index] ?? ''
        const cell = least === undefined || available === Number.POSITIVE_INFINITY ? text : fit(text, room)
        const space = ' '.repeat(Math.max(0, room - width(cell)))
        const shown = styled && style ? style(cell) : cell
        if (align === 'right') return space + shown
        return index === columns.length - 1 ? shown : shown + space
      })
      .join(' '.repeat(gap))
      .trimEnd()
  return {
    head: (style) =>
      style(
        line(
          columns.map(({ title }) => title),
          false,
        ),
      ),
    rows: (rows) => rows.map((row) => line(row, true)),
  }
}
