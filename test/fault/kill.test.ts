import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { blobFolders, blobPath } from '../../host/attachments/blob-store.ts'
import { hashFile } from '../../host/bench/backup.ts'
import { openDatabase, type ReadableDatabase } from '../../host/database/database.ts'
import { openBench } from '../../host/entry/compose.ts'
import { temporaryFolder } from '../support/database.ts'

/** Random instants at which the host is killed; CASEBENCH_KILLS asks for another number. */
const kills = Number(process.env.CASEBENCH_KILLS ?? 200)
const lanes = 2
const victim = fileURLToPath(new URL('./victim.ts', import.meta.url))

interface Acknowledged {
  cases: string[]
  notes: string[]
  blobs: string[]
  /** How many records of this round's imports were reported as in. */
  imported: number
}

/**
 * Lets a host work on the folder and kills it at a random instant, counted from its start or from when everything has
 * been acknowledged at least once; what it acknowledged comes back.
 */
const killed = (dataDir: string, round: string, from: 'start' | 'everything'): Promise<Acknowledged> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [victim, dataDir, round], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said: Acknowledged = { cases: [], notes: [], blobs: [], imported: 0 }
    let begun = false
    let rest = ''
    let complaint = ''
    child.stderr.on('data', (text: Buffer) => (complaint += String(text)))
    child.stdout.on('data', (text: Buffer) => {
      const lines = (rest + String(text)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) note(said, line)
      if (begun || !(from === 'start' || (said.imported > 0 && said.blobs.length > 0))) return
      begun = true
      setTimeout(() => child.kill('SIGKILL'), Math.random() ** 2 * 900)
    })
    child.once('exit', (_code, signal) =>
      signal === 'SIGKILL' ? resolve(said) : reject(new Error(complaint)),
    )
  })

const note = (said: Acknowledged, line: string) => {
  const [what, value = ''] = line.split(' ')
  if (what === 'case') said.cases.push(value)
  if (what === 'note') said.notes.push(value)
  if (what === 'attach') said.blobs.push(value)
  if (what === 'imported') said.imported = Math.max(said.imported, Number(value))
}

const has = (db: ReadableDatabase, sql: string, value: string) => db.value<number>(sql, [value]) === 1

const verify = async (dataDir: string, round: string, said: Acknowledged) => {
  const file = openDatabase(join(dataDir, 'bench.db'), 'read')
  try {
    const { reader: db } = file
    expect(db.value('pragma integrity_check')).toBe('ok')
    expect(db.all('pragma foreign_key_check')).toEqual([])
    const missing = [
      ...said.cases.filter((id) => !has(db, 'select 1 from cases where id = ?', id)),
      ...said.notes.filter((id) => !has(db, 'select 1 from events where id = ?', id)),
      ...said.blobs.filter(
        (sha256) => !has(db, 'select 1 from attachments where sha256 = ? limit 1', sha256),
      ),
    ]
    expect(missing).toEqual([])
    const imported = db.value<number>('select count(*) from cases where origin_system = ?', [
      `github:desk/round-${round}`,
    ])
    expect(imported).toBeGreaterThanOrEqual(said.imported)
    for (const index of ['search', 'phrases'])
      expect(db.value(`select count(*) from ${index}_docsize`)).toBe(db.value('select count(*) from cases'))
    const halves = db.value(
      'select count(*) from cases c where origin_id is not null and not exists (select 1 from events where case_key = c.key)',
    )
    expect(halves).toBe(0)
    for (const { sha256 } of db.all<{ sha256: string }>('select distinct sha256 from attachments'))
      expect(existsSync(blobPath(dataDir, sha256))).toBe(true)
    for (const sha256 of said.blobs) expect(await hashFile(blobPath(dataDir, sha256))).toBe(sha256)
  } finally {
    file.close()
  }
}

/** After a start every file on its way belongs to an upload that can go on, and nothing temporary is left. */
const noOrphans = async (dataDir: string) => {
  const bench = await openBench({ dataDir })
  await bench.close()
  const file = openDatabase(join(dataDir, 'bench.db'), 'read')
  const known = new Set(
    file.reader.all<{ id: string }>('select id from uploads').map(({ id }) => `${id}.part`),
  )
  file.close()
  const { incoming } = blobFolders(dataDir)
  const parts = existsSync(incoming) ? readdirSync(incoming) : []
  expect(parts.filter((name) => !known.has(name))).toEqual([])
  expect(existsSync(join(dataDir, 'temporary'))).toBe(false)
  expect(existsSync(join(dataDir, 'staging'))).toBe(false)
}

test(`what was acknowledged survives kill -9 at ${kills} random instants`, {
  timeout: 30 * 60_000,
}, async () => {
  const total = { notes: 0, blobs: 0, imported: 0 }
  const lane = async (number: number) => {
    using folder = temporaryFolder()
    const dataDir = join(folder.path, 'bench')
    for (let n = 0; n < kills / lanes; n += 1) {
      const round = `${number}-${n}`
      const said = await killed(dataDir, round, n % 4 === 0 ? 'everything' : 'start')
      await verify(dataDir, round, said)
      total.notes += said.notes.length
      total.blobs += said.blobs.length
      total.imported += said.imported
    }
    await noOrphans(dataDir)
  }
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)))
  expect(total.notes).toBeGreaterThan(0)
  expect(total.blobs).toBeGreaterThan(0)
  expect(total.imported).toBeGreaterThan(0)
})
