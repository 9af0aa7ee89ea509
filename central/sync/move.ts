import type { Moved } from '../../shared/sync/decide.ts'
import { rowKey } from '../../shared/sync/overlay.ts'
import { customerStream, globalStream } from '../../shared/sync/streams.ts'
import type { OnAccessChange } from '../access/act.ts'
import type { Transaction } from '../database/sql.ts'
import { tellWithin } from './hints.ts'
import type { StoredRow } from './stored-rows.ts'
import { type RowToWrite, writeRows } from './write.ts'

interface MovableRow extends Omit<StoredRow, 'writers'> {
  writers: string
  case_id: string | null
  other_case_id: string | null
  customer_id: string | null
  owner_id: string | null
}

const columns =
  'kind, id, stream, ver, body, writers::text as writers, case_id, other_case_id, customer_id, owner_id'

const into = (
  stream: string,
  { ver, case_id, other_case_id, customer_id, owner_id, stream: leaves, ...row }: MovableRow,
): RowToWrite => ({
  ...row,
  stream,
  leaves,
  ver: ver + 1,
  caseId: case_id,
  otherCaseId: other_case_id,
  customerId: customer_id,
  ownerId: owner_id,
})

/** What goes with a case or a person into another stream, beside what is written anyway. */
export const movedWith = async (
  transaction: Transaction,
  { id, from, to }: Moved,
  written: ReadonlyMap<string, RowToWrite>,
): Promise<RowToWrite[]> => {
  const rows = await transaction.query<MovableRow>(
    `select ${columns} from rows where case_id = $1 and stream = $2 order by kind, id for update`,
    [id, from],
  )
  return rows.filter((row) => !written.has(rowKey(row.kind, row.id))).map((row) => into(to, row))
}

const linksOf = `
select l.kind, l.id, l.stream, l.ver, l.body, l.writers::text as writers, l.case_id, l.other_case_id, l.customer_id,
  l.owner_id, case when f.stream != '${globalStream}' then f.stream else coalesce(t.stream, '${globalStream}') end as target
from rows l left join rows f on f.kind = 'case' and f.id = l.case_id
left join rows t on t.kind = 'case' and t.id = l.other_case_id
where l.kind = 'link' and (l.case_id = any($1::uuid[]) or l.other_case_id = any($1::uuid[]))
order by l.id for update of l`

/** Puts the links of cases that moved where `streamOf` has them: with whichever end is restricted. */
export const moveLinks = async (transaction: Transaction, caseIds: readonly string[]): Promise<void> => {
  if (caseIds.length === 0) return
  const links = await transaction.query<MovableRow & { target: string }>(linksOf, [caseIds])
  const astray = links.filter(({ target, stream }) => target !== stream)
  await writeRows(
    transaction,
    astray.map(({ target, ...link }) => into(target, link)),
  )
}

/** Rows moved in one statement; a customer with very many cases is moved lot by lot. */
const lot = 5_000

/**
 * Moves everything of a customer into the stream that it belongs to from now on, in the transaction that restricts it or
 * opens it.
 */
const moveCustomer = async (
  transaction: Transaction,
  { customerId, restricted }: { customerId: string; restricted: boolean },
): Promise<void> => {
  const to = restricted ? customerStream(customerId) : globalStream
  for (;;) {
    const rows = await transaction.query<MovableRow>(
      `select ${columns} from rows where stream != $2 and (customer_id = $1 or case_id in
         (select id from rows where customer_id = $1)) order by kind, id limit ${lot} for update`,
      [customerId, to],
    )
    await writeRows(
      transaction,
      rows.map((row) => into(to, row)),
    )
    if (rows.length < lot) break
  }
  const cases = await transaction.query<{ id: string }>(
    "select id from rows where kind = 'case' and customer_id = $1",
    [customerId],
  )
  await moveLinks(
    transaction,
    cases.map(({ id }) => id),
  )
}

/** What happens to rows and to benches when somebody's access changes. */
export const moveWithAccess: OnAccessChange = async (transaction, change) => {
  if (change.kind === 'restricted' || change.kind === 'unrestricted')
    await moveCustomer(transaction, {
      customerId: change.customerId,
      restricted: change.kind === 'restricted',
    })
  await tellWithin(transaction)
}
