import type { CaseRow, Completion, ListInput } from '../../shared/contract/cases.ts'
import type { Read } from '../database/procedure.ts'

type Row = Record<string, string | number | null>

export const listCases: Read<ListInput, { rows: CaseRow[] }> = (db, { offset, limit }) => ({
  rows: db
    .all<Row>(
      `select c.*, cu.name as customer, ow.name as owner from (select key from cases where hidden = 0 order by recency desc limit ? offset ?) k
       join cases c on c.key = k.key left join customers cu on cu.key = c.customer_key left join people ow on ow.key = c.owner_key
       order by c.recency desc`,
      [limit, offset],
    )
    .map((row) => ({
      ref: String(row.ref),
      id: String(row.id),
      title: String(row.title),
      titleHighlights: [],
      status: row.status as CaseRow['status'],
      severity: Number(row.severity),
      kind: row.kind as CaseRow['kind'],
      customer: row.customer as string | null,
      owner: row.owner as string | null,
      createdAt: Number(row.created_at),
      updatedAt: Number(row.updated_at),
      dueAt: row.due_at as number | null,
      tags: JSON.parse(String(row.tags)) as string[],
      snippet: null,
    })),
})

export const countCases: Read<{ query: string }, { total: number }> = (db) => ({
  total: db.value<number>('select count(*) from cases where hidden = 0') ?? 0,
})
export const countMany: Read<{ queries: string[] }, { totals: number[] }> = (db, { queries }) => ({
  totals: queries.map((query) => countCases(db, { query }).total),
})
export const groupCases: Read<
  { query: string; by: string },
  { groups: { label: string; query: string; total: number }[] }
> = () => ({ groups: [] })
export const complete: Read<{ query: string; cursor: number }, { completions: Completion[] }> = () => ({
  completions: [],
})
