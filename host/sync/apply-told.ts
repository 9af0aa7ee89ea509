import type { Told } from '../../shared/sync/protocol.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Write } from '../database/procedure.ts'
import { applyPull } from './apply-pull.ts'
import { connectionOf, putConnection } from './state.ts'

const asideOf = (db: ReadableDatabase): number => db.value<number>('select count(*) from set_aside') ?? 0

/**
 * Applies what a hint told, where this bench has everything before and nothing of its own on the way. Answers whether it
 * did, had it already, or has to pull instead.
 */
export const applyTold: Write<Told, 'applied' | 'known' | 'pull'> = (
  context,
  { stream, after, seq, lines },
) => {
  const { db } = context
  if (!connectionOf(db)?.complete) return 'pull'
  const [here] = db.all<{ seq: number; tag: string }>('select seq, tag from streams where id = ?', [stream])
  if (!here || here.tag === 'taken away') return 'pull'
  if (here.seq >= seq) return 'known'
  const own = db.value<number>("select 1 from operations where state in ('pending', 'sent') limit 1")
  if (own !== undefined || here.seq !== after.seq || here.tag !== after.tag) return 'pull'
  const aside = asideOf(db)
  applyPull(context, { text: lines })
  const connection = connectionOf(db)
  if (connection) putConnection(db, { ...connection, syncedAt: context.now() })
  // What waits for something else is taken up at the end of a pull.
  return asideOf(db) > aside ? 'pull' : 'applied'
}
