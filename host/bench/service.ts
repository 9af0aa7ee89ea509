import { homedir } from 'node:os'
import type { bench } from '../../shared/contract/bench.ts'
import type { Handlers } from '../../shared/contract/define.ts'
import { needPaths } from '../attachments/service.ts'
import type { Database } from '../database/threads.ts'
import { importRecords } from '../imports/apply.ts'
import { storeFiles } from '../imports/store-files.ts'
import { backup, backupBytes } from './backup.ts'
import { writeBundle } from './bundle.ts'
import { countAll } from './count.ts'
import { examine } from './doctor.ts'
import { exportCase } from './export.ts'
import { exportCaseBytes } from './export-zip.ts'

export interface BenchServiceOptions {
  database: Database
  dataDir: string
  version: string
  newId(): string
  now(): number
}

export const benchService = (options: BenchServiceOptions): Handlers<typeof bench> => {
  const { database, dataDir, version } = options
  return {
    about: async (_input, { mayNamePaths }) => ({
      version,
      dataDir,
      platform: process.platform,
      cases: await database.read(countAll, {}),
      mayNamePaths,
    }),
    async doctor({ bundlePath }, context) {
      const checks = await examine({ database, dataDir })
      if (bundlePath !== undefined) {
        needPaths(context)
        await writeBundle(bundlePath, { version, checks, home: homedir() })
      }
      return { checks, ok: checks.every(({ ok }) => ok) }
    },
    openSampleDesk: () => openSampleDesk(options),
    async *exportCase(input, context) {
      needPaths(context)
      yield* exportCase({ database, dataDir }, input)
    },
    async *backup(input, context) {
      needPaths(context)
      yield* backup(options, input, context.signal)
    },
    backupBytes: () => backupBytes(options),
    exportCaseBytes: ({ key }) => exportCaseBytes({ database, dataDir }, key),
  }
}

const openSampleDesk = async ({ database, dataDir, now }: BenchServiceOptions) => {
  const { loadSampleDesk } = await import('../sample-desk/load.ts')
  const records = await loadSampleDesk(now())
  const stored = []
  for (const record of records) stored.push(await storeFiles(dataDir, record))
  const { imported, updated, unchanged } = await database.write(importRecords, { records: stored })
  return { cases: imported + updated + unchanged }
}
