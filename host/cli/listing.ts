import { z } from 'zod'
import { type Act, wholeNumber } from './command.ts'
import { type Column, table } from './text/table.ts'

/** What every searchable list takes. */
export const listingInput = z.object({ search: z.array(z.string()), limit: wholeNumber })

interface Shown {
  columns: readonly Column[]
  rows: readonly (readonly string[])[]
  /** What to say of an empty list. */
  none: string
}

/** Prints a short list as one JSON value or as a table. */
export const printList = async (
  { out }: Act,
  value: unknown,
  { columns, rows, none }: Shown,
): Promise<void> => {
  await out.result(value, () => {
    if (rows.length === 0) return ''
    const layout = table(columns, rows, out.columns)
    return [layout.head((line) => out.paint('dim', line)), ...layout.rows(rows)].join('\n')
  })
  if (rows.length === 0 && !out.json) out.say(none)
}

/** The most entries the contract gives at once. */
const pageSize = 500

/** The first `limit` entries of a searchable list, page by page. */
export const gather = async <T>(
  { search: words, limit }: z.output<typeof listingInput>,
  list: (input: { search: string; offset: number; limit: number }) => Promise<{ found: T[]; total: number }>,
): Promise<{ entries: T[]; total: number }> => {
  const search = words.join(' ')
  const entries: T[] = []
  for (;;) {
    const asked = Math.min(pageSize, Math.max(1, limit - entries.length))
    const { found, total } = await list({ search, offset: entries.length, limit: asked })
    entries.push(...found)
    if (found.length < asked || entries.length >= limit) return { entries: entries.slice(0, limit), total }
  }
}
