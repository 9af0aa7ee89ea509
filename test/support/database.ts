import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { ensureMe } from '../../host/cases/me.ts'
import { type DatabaseFile, openDatabase, type ReadableDatabase } from '../../host/database/database.ts'
import { migrate } from '../../host/database/migrate.ts'
import type { Write } from '../../host/database/procedure.ts'
import type { Topic } from '../../host/database/topics.ts'

/** A folder that is gone when the `using` block ends. */
export const temporaryFolder = (): Disposable & { path: string } => {
  const path = mkdtempSync(join(tmpdir(), 'casebench-test-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

export interface TestDatabase extends Disposable {
  file: DatabaseFile
  db: ReadableDatabase
  /** Moves time; each write takes one millisecond of it. */
  now: number
  topics: Topic[]
  write<I, O>(procedure: Write<I, O>, input: I): O
}

/** A real, migrated database on disk (in a folder of its own, or at `path`), with the same procedures the writer thread runs and a clock of its own. */
export const testDatabase = (path?: string): TestDatabase => {
  const folder = temporaryFolder()
  const file = openDatabase(path ?? join(folder.path, 'bench.db'), 'write')
  migrate(file)
  const test: TestDatabase = {
    file,
    db: file.reader,
    now: Date.UTC(2026, 0, 1),
    topics: [],
    write: (procedure, input) => {
      test.now += 1
      return file.transaction((db) =>
        procedure(
          { db, now: () => test.now, newId: v7, touch: (topic) => void test.topics.push(topic) },
          input,
        ),
      )
    },
    [Symbol.dispose]: () => {
      file.close()
      folder[Symbol.dispose]()
    },
  }
  test.write(ensureMe, { name: 'Ada' })
  return test
}
