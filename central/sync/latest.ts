import { type Told, toldBytesAtMost, toldRowsAtMost } from '../../shared/sync/protocol.ts'
import type { Database } from '../database/sql.ts'
import { line, readPart, rowLine } from './pull.ts'

/** What a stream got last, ready to be sent, and how often access had changed when it was read. */
interface Latest {
  event: string
  access: number
}

interface Place {
  seq: number
  tag: string
}

const head = `
select l.seq, l.tag, a.count as access from access_changes a, lateral (
  select seq, tag from log where stream = $1 order by seq desc limit 1
) l`

/**
 * What streams get, read once for all who have everything before: a hundred benches that each ask for one row would
 * wait for each other.
 */
export const openLatest = (database: Database) => {
  const tails = new Map<string, Place>()
  return {
    /**
     * What came since this was asked last; null where that is not known or too much to tell, undefined where there is
     * nothing.
     */
    async since(stream: string): Promise<Latest | null | undefined> {
      const after = tails.get(stream)
      return database.transaction(
        async (transaction) => {
          const room = { rows: toldRowsAtMost, bytes: toldBytesAtMost }
          const [[now], part] = await Promise.all([
            transaction.query<Place & { access: number }>(head, [stream], { prepared: 'stream-head' }),
            after && readPart(transaction, { stream, from: after.seq, head: after.seq }, room),
          ])
          if (!now || now.seq === after?.seq) return undefined
          const { seq, tag, access } = now
          tails.set(stream, { seq, tag })
          if (!after || !part || part.places.at(-1)?.seq !== seq) return null
          const lines = [line({ stream }), ...part.places.map(rowLine), line({ mark: stream, seq, tag })]
          const told: Told = { stream, after, seq, lines: lines.join('') }
          return { event: JSON.stringify(told), access }
        },
        { isolation: 'repeatable read', readOnly: true },
      )
    },
    /** Nobody listens to this stream any more. */
    forget: (stream: string): void => void tails.delete(stream),
  }
}
