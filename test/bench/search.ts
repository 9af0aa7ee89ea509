import { join } from 'node:path'
import { countFound, findRecent } from '../../host/cases/find.ts'
import { planOf, type SearchPlan } from '../../host/cases/search-plan.ts'
import { openDatabase, type ReadableDatabase } from '../../host/database/database.ts'
import { deskFolder } from './desk/build.ts'
import { openHost } from './host.ts'
import { mixedQueries } from './queries.ts'
import { type Bench, percentile } from './report.ts'

const page = 50

/** The SQL that answers a query, and nothing around it: the rows of one page, newest first. */
const bare = (db: ReadableDatabase, plan: SearchPlan) => {
  const recencies = findRecent(db, plan, { offset: 0, limit: page, descending: true })
  for (const recency of recencies)
    db.get(
      `select c.*, cu.name as customer, ow.name as owner from cases c left join customers cu on cu.key = c.customer_key
       left join people ow on ow.key = c.owner_key where c.recency = ?`,
      [recency],
    )
}

/** Mixed searches through the host's contract, against the bare SQL that answers the same. */
export const search: Bench = async ({ size = 1_000_000, say }) => {
  const folder = deskFolder(size, say)
  const file = openDatabase(join(folder, 'bench.db'), 'read')
  const queries = mixedQueries(file.reader, 200)
  const host = await openHost(folder)
  const ours: number[] = []
  const floors: number[] = []
  for (const warm of [true, false])
    for (const { query, typing } of queries) {
      const plan = planOf(file.reader, query, typing)
      const floorStart = performance.now()
      bare(file.reader, plan)
      const ourStart = performance.now()
      await host.client.cases.list({ query, typing, sort: 'updated', limit: page })
      const end = performance.now()
      if (warm) continue
      floors.push(ourStart - floorStart)
      ours.push(end - ourStart)
      if (end - ourStart > 40) say(`slow: ${(end - ourStart).toFixed(1)} ms  ${query}`)
    }
  const counts: number[] = []
  for (const { query, typing } of queries) {
    const plan = planOf(file.reader, query, typing)
    const started = performance.now()
    countFound(file.reader, plan, false)
    counts.push(performance.now() - started)
  }
  await host.close()
  file.close()
  const value = percentile(ours, 0.95)
  const floor = percentile(floors, 0.95)
  return {
    work: `${queries.length} mixed queries over ${size} cases, newest 50 with snippets, through the contract`,
    measures: [
      {
        name: 'p95',
        value,
        unit: 'ms',
        floor,
        ratio: value / floor,
        bar: '≤ 15 ms and ≤ 2 × bare SQL',
        met: value <= 15 && value <= 2 * floor,
      },
      {
        name: 'p50',
        value: percentile(ours, 0.5),
        unit: 'ms',
        floor: percentile(floors, 0.5),
        ratio: percentile(ours, 0.5) / percentile(floors, 0.5),
        bar: 'none',
        met: true,
      },
      { name: 'quick count p95', value: percentile(counts, 0.95), unit: 'ms', bar: 'none', met: true },
    ],
  }
}
