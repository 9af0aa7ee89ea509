import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createCase } from '../../host/cases/changes.ts'
import type { Database } from '../../host/database/threads.ts'
import { testDatabase } from './database.ts'

/** A real case with a real git repository as its workspace, gone when the `using` block ends. */
export const testWorkspace = () => {
  const test = testDatabase()
  const dataDir = join(test.db.value<string>('select file from pragma_database_list') ?? '', '..')
  const root = join(dataDir, 'workspace')
  mkdirSync(root)
  const caseId = test.write(createCase, { title: 'Broken pool' } as never).id
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], {
      cwd: root,
      encoding: 'utf8',
    })
  git('init', '-q')
  /** Says which commit is the customer's state. */
  const setBaseline = (baseline: string | null): void => {
    test.file.transaction((db) =>
      db.run(
        `insert or replace into workspaces (case_key, path, created_at, baseline)
         values ((select key from cases where id = ?), ?, 0, ?)`,
        [caseId, root, baseline],
      ),
    )
  }
  setBaseline(null)
  const database: Pick<Database, 'read' | 'write'> = {
    read: async (procedure, input) => procedure(test.db, input),
    write: async (procedure, input) => test.write(procedure, input),
  }
  return { database, dataDir, root, caseId, git, setBaseline, [Symbol.dispose]: () => test[Symbol.dispose]() }
}
