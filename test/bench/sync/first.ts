import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { pullAtMost, wireVersion } from '../../../shared/sync/protocol.ts'
import { openHost, withFolder } from '../host.ts'
import type { BenchInput, Measure } from '../report.ts'
import type { BenchCentral } from './central.ts'
import { fill } from './fill.ts'

/** The same rows over HTTP, parsed and put into one table of a durable SQLite, and nothing else. */
const floor = async (url: string, token: string, path: string): Promise<{ ms: number; rows: number }> => {
  const sqlite = new Sqlite(path)
  sqlite.pragma('journal_mode = WAL')
  sqlite.pragma('synchronous = FULL')
  sqlite.exec(
    'create table rows (kind text, id text, ver integer, seq integer, body text, primary key (kind, id)) strict, without rowid',
  )
  const insert = sqlite.prepare('insert or replace into rows values (?, ?, ?, ?, ?)')
  const began = performance.now()
  let cursor = { stream: 'global', seq: 0, tag: '' }
  let rows = 0
  for (let more = true; more; ) {
    const response = await fetch(`${url}/v1/sync/pull`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        wire: wireVersion,
        epoch: null,
        grants: null,
        acked: 0,
        cursors: [cursor],
        limit: pullAtMost,
      }),
    })
    const text = await response.text()
    const write = sqlite.transaction(() => {
      for (const line of text.split('\n')) {
        if (line === '') continue
        const value = JSON.parse(line)
        if (value.k) {
          insert.run(value.k, value.i, value.v, value.q, JSON.stringify(value.b))
          rows += 1
        } else if (value.mark === 'global') cursor = { stream: 'global', seq: value.seq, tag: value.tag }
        else if (value.more !== undefined) more = value.more
      }
    })
    write()
  }
  const ms = performance.now() - began
  sqlite.close()
  return { ms, rows }
}

/** A new bench fetches all of a large organisation. */
export const firstSync = async (
  central: BenchCentral,
  { size = 100_000, say }: BenchInput,
): Promise<Measure[]> => {
  const ada = await central.addDevice('first reader')
  say(`filling the service with ${size} cases and ${size * 10} events`)
  await fill(central, { cases: size, ownerId: ada.personId })
  return withFolder(async (folder) => {
    const bare = await floor(central.url, ada.token, join(folder, 'floor.db'))
    rmSync(join(folder, 'floor.db'))
    say(`floor: ${bare.rows} rows in ${(bare.ms / 1000).toFixed(1)} s`)
    const host = await openHost(join(folder, 'bench'))
    const token = await central.addUser('first bench')
    const began = performance.now()
    await host.client.sync.connect({ url: central.url, token })
    let usable: number | undefined
    const syncing = host.client.sync.once({ timeoutMs: 3_600_000 })
    const watching = (async () => {
      while (usable === undefined) {
        const { rows } = await host.client.cases.list({ query: '', sort: 'updated', limit: 50 })
        if (rows.length >= 50) usable = performance.now() - began
        else await new Promise((resolve) => setTimeout(resolve, 100))
      }
    })()
    const outcome = await syncing
    const ms = performance.now() - began
    await watching
    say(`pulled ${outcome.pulled} rows`)
    const search = await host.client.cases.list({ query: 'exhausted', sort: 'updated', limit: 50 })
    await host.close()
    const works = outcome.pulled >= size * 11 && search.rows.length === 50
    return [
      {
        name: `first sync of ${size} cases and ${size * 10} events`,
        value: ms / 1000,
        unit: 's',
        floor: bare.ms / 1000,
        ratio: ms / bare.ms,
        bar: '≤ 1.5 × HTTP NDJSON → parse → SQLite FULL',
        met: works && ms <= 1.5 * bare.ms,
      },
      {
        name: 'first usable list',
        value: (usable ?? Number.NaN) / 1000,
        unit: 's',
        bar: '≤ 5 s',
        met: (usable ?? Number.POSITIVE_INFINITY) <= 5000,
      },
    ]
  })
}
