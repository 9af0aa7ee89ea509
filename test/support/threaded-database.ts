import { join } from 'node:path'
import { type Database, openThreads } from '../../host/database/threads.ts'
import { reads, writes } from '../../host/entry/procedures.ts'

/** The database of a data folder in threads, as a bench opens it. */
export const threadedDatabase = (dataDir: string): Promise<Database> =>
  openThreads({
    path: join(dataDir, 'bench.db'),
    backupTo: join(dataDir, 'before-migration.db'),
    entry: new URL('../../host/entry/database-thread.ts', import.meta.url),
    procedures: { reads, writes },
    readers: 1,
  })
