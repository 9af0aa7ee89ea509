import type { ErrorBody } from '../../shared/contract/error.ts'
import type { Topic } from './topics.ts'

export type Role = 'writer' | 'reader'

export interface ThreadData {
  path: string
  role: Role
  /** Where a copy goes before an existing database is migrated. */
  backupTo: string
}

export type Request = { id: number } & (
  | { run: string; input: unknown }
  | { backupTo: string }
  | { rewrite: true }
)

export type Reply =
  | { id: number; value: unknown; topics: Topic[] }
  | { id: number; error: ErrorBody }
  /** Sent once, when the database is open and migrated, or cannot be. */
  | { id: 0; ready: true }
  | { id: 0; error: ErrorBody }
