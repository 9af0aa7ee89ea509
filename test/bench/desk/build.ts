import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { v7 } from 'uuid'
import { ensureMe } from '../../../host/cases/me.ts'
import { type DatabaseFile, openDatabase } from '../../../host/database/database.ts'
import { migrate } from '../../../host/database/migrate.ts'
import type { WriteContext } from '../../../host/database/procedure.ts'
import { setPerson } from '../../../host/desk/people.ts'
import { ensureViews } from '../../../host/desk/views.ts'
import { importRecords } from '../../../host/imports/apply.ts'
import type { ImportRecord } from '../../../host/imports/record.ts'
import { deskNow, deskRecords } from './records.ts'

const root = fileURLToPath(new URL('../../../.bench/', import.meta.url))

/** Raised when generated desks are made of other data, so that kept ones are built again. */
const generation = 2

const batch = 2000

/**
 * The data folder of a desk of `count` cases, built once through the real import path and kept under `.bench/`.
 * Durability is switched off while building; the finished file is like any other.
 */
export const deskFolder = (count: number, say: (line: string) => void): string => {
  const folder = join(root, `desk-${count}-${generation}`)
  if (existsSync(join(folder, 'bench.db'))) {
    bringUpToDate(folder)
    return folder
  }
  const part = `${folder}.${process.pid}.part`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { recursive: true })
  const file = openDatabase(join(part, 'bench.db'), 'write')
  migrate(file)
  file.exec('pragma synchronous = OFF')
  file.exec('pragma cache_size = -500000')
  fill(file, count, say)
  file.exec('analyze')
  file.reader.all('pragma wal_checkpoint(truncate)')
  file.close()
  mkdirSync(dirname(folder), { recursive: true })
  renameSync(part, folder)
  return folder
}

/** A kept desk goes through the steps of the schema that came since, as a user's bench does. */
const bringUpToDate = (folder: string) => {
  const file = openDatabase(join(folder, 'bench.db'), 'write')
  const { from, to } = migrate(file)
  if (from !== to) file.exec('analyze')
  file.close()
}

const fill = (file: DatabaseFile, count: number, say: (line: string) => void) => {
  const started = Date.now()
  const write = <I, O>(procedure: (context: WriteContext, input: I) => O, input: I): O =>
    file.transaction((db) =>
      procedure({ db, now: () => deskNow, newId: () => v7(), touch: () => undefined }, input),
    )
  // The bench's own person is one of the desk's, so that what is mine is not empty.
  const me = write(ensureMe, { name: 'Person 7' })
  write(setPerson, { id: me, set: { handles: ['bench:7'] } })
  write(ensureViews, {})
  let records: ImportRecord[] = []
  let done = 0
  const flush = () => {
    write(importRecords, { records: records as Parameters<typeof importRecords>[1]['records'] })
    done += records.length
    records = []
    if (done % 50_000 === 0)
      say(`building a desk: ${done} of ${count} cases, ${((Date.now() - started) / 1000).toFixed(0)} s`)
  }
  for (const record of deskRecords(count)) if (records.push(record) === batch) flush()
  if (records.length > 0) flush()
}
