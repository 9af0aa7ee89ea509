import { v7 } from 'uuid'
import { z } from 'zod'
import { globalStream } from '../../shared/sync/streams.ts'
import { act } from '../access/act.ts'
import { fields } from '../access/fields.ts'
import { eraseBlob, type SweepOptions } from '../blobs/sweep.ts'
import type { Transaction } from '../database/sql.ts'
import { tellWithin } from '../sync/hints.ts'
import { type Overwritten, overwrite } from './overwrite.ts'
import { erasureKinds, subjectNamed, subjectsOf } from './subject.ts'

/** Benches that may have it: all for what was global, else those that were told its stream. */
const noteHolders = async (transaction: Transaction, erasureId: string, heads: Overwritten['heads']) => {
  for (const [stream, upto] of heads)
    await transaction.query(
      `insert into erasure_holders (erasure_id, device_id, via, upto)
       select $1, d.id, $2, $3 from devices d
       where $2 = '${globalStream}' or exists (select 1 from holdings h where h.device_id = d.id and h.via = $2)`,
      [erasureId, stream, upto],
    )
}

/**
 * Erases a case, a customer with all its cases and people, or a person, for good: rows, conflicts, and what benches sent
 * of it. Nobody pushes meanwhile, so that nothing of it can come between. Rows without a body stay as tombstones. Files go
 * from the store by `sweepErased`.
 */
export const erase = act({
  name: 'erase',
  input: z.object({ kind: z.enum(erasureKinds), which: fields.nameOrId }),
  run: async (transaction, { kind, which }) => {
    await transaction.query('lock table restricted_customers in share row exclusive mode')
    const subject = await subjectNamed(transaction, kind, which)
    const subjects = await subjectsOf(transaction, kind, subject)
    const { heads, blobs, ...done } = await overwrite(transaction, subjects)
    const counts = { cases: subjects.cases.length, ...done, blobs: blobs.length }
    const id = v7()
    await transaction.query(
      'insert into erasures (id, kind, subject, cases, rows, operations, blobs) values ($1, $2, $3, $4, $5, $6, $7)',
      [id, kind, subject, counts.cases, counts.rows, counts.operations, counts.blobs],
    )
    await noteHolders(transaction, id, heads)
    await tellWithin(transaction)
    return { id, kind, subject, ...counts }
  },
  told: (_, { subject, kind, cases, rows, operations, blobs }) => ({
    subject,
    details: { kind, cases, rows, operations, blobs },
  }),
})

/** Removes the bytes of erased files; what a crash leaves is done by the next one. Answers how many went. */
export const sweepErased = async (parts: SweepOptions): Promise<number> => {
  const { database } = parts
  const wanted = await database.query<{ sha256: string; named: boolean }>(
    `select e.sha256, exists (select 1 from blob_names n where n.sha256 = e.sha256) as named
     from erased_blobs e order by e.sha256 limit 1000`,
  )
  for (const { sha256, named } of wanted) {
    // Somebody else's case has the same file: it is not only theirs to lose.
    if (!named) await eraseBlob(parts, sha256)
    await database.query('delete from erased_blobs where sha256 = $1', [sha256])
  }
  return wanted.length
}
