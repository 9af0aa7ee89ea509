import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { openDatabase } from '../../host/database/database.ts'
import { migrate } from '../../host/database/migrate.ts'
import { factsOf, type IndexedRow, selectIndexed, textsOf } from '../../host/operations/indexed-case.ts'
import { indexText } from '../../shared/domain/search-text/index-text.ts'
import { openHost, withFolder } from './host.ts'
import type { Bench } from './report.ts'

const tables = [
  'customers',
  'people',
  'person_handles',
  'cases',
  'tags',
  'components',
  'case_components',
  'events',
  'operations',
  'import_records',
]

const writer = fileURLToPath(new URL('./write-issues.ts', import.meta.url))

/** GitHub issues with comments from one NDJSON file, against bare inserts of the same rows. */
export const importBench: Bench = async ({ size = 100_000, say }) =>
  withFolder(async (folder) => {
    const path = join(folder, 'issues.ndjson')
    const made = spawnSync(process.execPath, [writer, path, String(size)], { encoding: 'utf8' })
    if (made.status !== 0) throw new Error(made.stderr)
    say(`importing ${size} issues`)
    const host = await openHost(join(folder, 'bench'))
    const memory = watchMemory()
    const started = performance.now()
    for await (const step of host.client.imports.run({ sources: [{ path }], format: 'github' }))
      if (step.type === 'done') say(JSON.stringify({ ...step.report, skipped: step.report.skipped.length }))
    const seconds = (performance.now() - started) / 1000
    const most = memory.stop()
    await host.close()
    say('inserting the same rows bare')
    const floor = bareSeconds(join(folder, 'bench', 'bench.db'), join(folder, 'floor.db'))
    await rm(path)
    return {
      work: `${size} GitHub issues with comments from one NDJSON file`,
      measures: [
        {
          name: 'rate',
          value: size / seconds,
          unit: 'cases/s',
          floor: size / floor,
          ratio: floor / seconds,
          bar: '≥ 0.4 × bare inserts',
          met: floor / seconds >= 0.4,
        },
        { name: 'peak memory', value: most, unit: 'MiB', bar: '≤ 400 MB', met: most <= 400e6 / 1024 ** 2 },
      ],
    }
  })

/** Peak resident memory of this process, threads and SQLite's cache included; mapped file pages are not ours. */
const watchMemory = () => {
  let most = 0
  const look = () => {
    const status = readFileSync('/proc/self/status', 'utf8')
    const own = /RssAnon:\s+(\d+)/.exec(status)?.[1]
    most = Math.max(most, Number(own ?? 0) / 1024)
  }
  const timer = setInterval(look, 50)
  return {
    stop: () => {
      clearInterval(timer)
      look()
      return most
    },
  }
}

/** The same rows through prepared statements into the same tables and index, in transactions of 1000 cases. */
const bareSeconds = (from: string, to: string): number => {
  const file = openDatabase(to, 'write')
  migrate(file)
  file.close()
  const source = openDatabase(from, 'read')
  const target = new Sqlite(to)
  target.pragma('synchronous = FULL')
  let milliseconds = 0
  const insertAll = (table: string, rows: Record<string, unknown>[]) => {
    const [first] = rows
    if (!first) return
    const names = Object.keys(first)
    const statement = target.prepare(
      `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
    )
    const values = rows.map((row) => names.map((name) => row[name]))
    const started = performance.now()
    target.transaction(() => {
      for (const value of values) statement.run(value)
    })()
    milliseconds += performance.now() - started
  }
  for (const table of tables)
    for (const rows of lots(source.reader.iterate<Record<string, unknown>>(`select * from ${table}`)))
      insertAll(table, rows)
  for (const rows of lots(source.reader.iterate<IndexedRow>(`${selectIndexed} order by recency`))) {
    const documents = rows.map((row) => ({
      rowid: row.recency,
      text: indexText({
        title: row.title,
        description: row.description,
        texts: textsOf(source.reader, row).map(({ text }) => text),
        filters: factsOf(source.reader, row),
      }),
    }))
    insertAll('search', documents)
    insertAll('phrases', documents)
  }
  source.close()
  target.close()
  return milliseconds / 1000
}

function* lots<T>(rows: Iterable<T>): Generator<T[]> {
  let lot: T[] = []
  for (const row of rows)
    if (lot.push(row) === 1000) {
      yield lot
      lot = []
    }
  if (lot.length > 0) yield lot
}
