import type { SyncState, SyncStatus } from '../../shared/contract/sync.ts'
import type { LargeRemoval } from './large-removal.ts'
import type { Standing } from './standing.ts'

/** Troubles that pass by themselves: work goes on as without a network. */
const away = new Set(['offline', 'server-trouble'])
/** Told, and nothing that anybody has to do. */
const told = new Set(['restored'])

interface Now extends Pick<SyncStatus, 'trouble' | 'fetching'> {
  running: boolean
}

/** What the status bar says, from what the database and the engine know. */
export const stateOf = (
  { connection, pending, rejected, conflicts }: Standing,
  { trouble, running, fetching }: Now,
): SyncState => {
  if (!connection) return 'off'
  if (connection.paused) return 'paused'
  if (trouble && away.has(trouble.code)) return 'offline'
  if ((trouble && !told.has(trouble.code)) || rejected > 0 || conflicts > 0) return 'attention'
  const goes = trouble !== null || pending > 0 || (running && fetching !== null) || !connection.complete
  return goes ? 'syncing' : 'up-to-date'
}

const number = (value: number): string => value.toLocaleString('en')

/** An unusually large removal, in words; null where none waits. */
export const removalTrouble = (removal: LargeRemoval | null): SyncStatus['trouble'] => {
  if (!removal) return null
  const { cases, of, until } = removal
  const when = new Date(until).toISOString().slice(0, 16).replace('T', ' ')
  return {
    code: 'large-removal',
    message: `The service says that ${number(cases)} of ${number(of)} cases here may no longer be read by you, since their customers became restricted. If that is a slip, an administrator can undo it. They stay until ${when} UTC, then they are removed from this bench.`,
  }
}
