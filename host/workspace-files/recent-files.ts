import type { Database } from '../database/threads.ts'
import { getLocal, putLocal } from '../desk/local.ts'

/** Files that were opened last, for the empty query. */
const recentAtMost = 100

/** The files opened last in each workspace, the latest first; they outlive the host. */
export interface RecentFiles {
  of(root: string): Promise<readonly string[]>
  opened(root: string, path: string): Promise<void>
}

export const recentFiles = (database: Pick<Database, 'read' | 'write'>): RecentFiles => {
  const lists = new Map<string, Promise<string[]>>()
  const keyOf = (root: string) => `recent-files:${root}`
  const load = async (root: string): Promise<string[]> => {
    const { value } = await database.read(getLocal, { key: keyOf(root) })
    return Array.isArray(value) ? value.filter((path) => typeof path === 'string').slice(0, recentAtMost) : []
  }
  const of = (root: string) => {
    const known = lists.get(root) ?? load(root)
    lists.set(root, known)
    known.catch(() => lists.delete(root))
    return known
  }
  return {
    of,
    async opened(root, path) {
      const recent = await of(root)
      if (recent[0] === path) return
      const at = recent.indexOf(path)
      if (at !== -1) recent.splice(at, 1)
      recent.unshift(path)
      recent.length = Math.min(recent.length, recentAtMost)
      await database.write(putLocal, { key: keyOf(root), value: recent })
    },
  }
}
