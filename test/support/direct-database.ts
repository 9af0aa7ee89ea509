import type { Database } from '../../host/database/threads.ts'
import type { Topic } from '../../host/database/topics.ts'
import { testDatabase } from './database.ts'

/** A real database in this thread, behind the same face as the one in threads. */
export const directDatabase = (path?: string): { database: Database; [Symbol.dispose](): void } => {
  const test = testDatabase(path)
  const listeners = new Set<(topics: readonly Topic[]) => void>()
  const database: Database = {
    read: async (procedure, input) => procedure(test.db, input),
    async write(procedure, input) {
      const value = test.write(procedure, input)
      const topics = test.topics.splice(0)
      for (const listener of listeners) listener(topics)
      return value
    },
    backupTo: () => Promise.reject(new Error('Not here')),
    rewrite: () => Promise.reject(new Error('Not here')),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: async () => undefined,
  }
  return { database, [Symbol.dispose]: () => test[Symbol.dispose]() }
}
