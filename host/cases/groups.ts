import type { caseGroups } from '../../shared/contract/cases.ts'
import { caseStatuses, severities } from '../../shared/domain/vocabulary.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Read } from '../database/procedure.ts'
import { countFound, foundIn, isMeant } from './find.ts'
import { planOf, type SearchPlan } from './search-plan.ts'

interface Group {
  label: string
  query: string
  total: number
}

/** Groups shown at most; customers beyond are reached by filtering. */
const groupsAtMost = 500

/** The groups of a query that hold cases, each with the query that lists it. Throws `invalid-query`. */
export const groupCases: Read<{ query: string; by: (typeof caseGroups)[number] }, { groups: Group[] }> = (
  db,
  { query, by },
) => {
  const narrowed = (filter: string) => (query.trim() === '' ? filter : `(${query}) ${filter}`)
  const counted = (label: string, filter: string): Group => {
    const narrow = narrowed(filter)
    return { label, query: narrow, total: countFound(db, planOf(db, narrow, false), false).total }
  }
  const groups = (): Group[] => {
    switch (by) {
      case 'none':
        return [{ label: 'All', query, total: countFound(db, planOf(db, query, false), false).total }]
      case 'status':
        return caseStatuses.map((status) => counted(status, `status:${status}`))
      case 'severity':
        return severities.map((severity) => counted(`Severity ${severity}`, `severity:${severity}`))
      case 'customer':
        return byCustomer(db, planOf(db, query, false), narrowed)
    }
  }
  return { groups: groups().filter(({ total }) => total > 0) }
}

const byCustomer = (
  db: ReadableDatabase,
  plan: SearchPlan,
  narrowed: (filter: string) => string,
): Group[] => {
  const found = plan.everything ? { sql: '', parameters: [] } : foundIn(plan)
  const where = plan.everything ? 'c.hidden = 0' : `c.recency in (${found.sql})`
  const counts = new Map<number | null, number>()
  if (plan.check) {
    const rows = db.all<{ r: number; k: number | null }>(
      `select c.recency as r, c.customer_key as k from cases c where ${where}`,
      found.parameters,
    )
    for (const { r, k } of rows) if (isMeant(db, plan, r)) counts.set(k, (counts.get(k) ?? 0) + 1)
  } else {
    const sql = `select c.customer_key as k, count(*) as n from cases c where ${where} group by 1`
    for (const { k, n } of db.all<{ k: number | null; n: number }>(sql, found.parameters)) counts.set(k, n)
  }
  return [...counts]
    .map(([key, total]) => {
      const name =
        key === null ? null : (db.value<string>('select name from customers where key = ?', [key]) ?? '')
      const filter = name === null ? '-has:customer' : `customer:"${name.replaceAll('"', '')}"`
      return { label: name ?? 'No customer', query: narrowed(filter), total }
    })
    .sort((one, other) => other.total - one.total || one.label.localeCompare(other.label))
    .slice(0, groupsAtMost)
}
