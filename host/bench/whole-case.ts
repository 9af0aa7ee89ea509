import type { TimelineEvent } from '../../shared/domain/entities.ts'
import { needId } from '../cases/detail.ts'
import type { Read } from '../database/procedure.ts'
import { type ExactCase, exactFilePath } from '../imports/exact/document.ts'
import { patchesOfCase } from '../operations/patch-rows.ts'
import { attachmentsOf, eventOf, rowsOf, selectEvent } from '../operations/rows.ts'

type Row = Record<string, string | number | null>

/** Everything of one case, exactly. Throws `not-found`. */
export const wholeCase: Read<{ key: string }, ExactCase> = (db, { key }) => {
  const rows = rowsOf(db)
  const id = needId(db, key)
  const value = rows.case(id)
  if (!value) throw new Error(`Case ${id} vanished inside one read`)
  const events = db
    .all<Row>(`${selectEvent} where e.case_key = (select key from cases where id = ?) order by e.at, e.key`, [
      id,
    ])
    .map((row): TimelineEvent => {
      const attachments = attachmentsOf(db, Number(row.key))
      return attachments.length > 0 ? { ...eventOf(row), attachments } : eventOf(row)
    })
  const patches = patchesOfCase(db, id)
  const people = new Set([
    value.ownerId,
    value.reporterId,
    ...[...events, ...patches].map(({ authorId }) => authorId),
  ])
  const persons = [...people].flatMap((person) => (person ? (rows.person(person) ?? []) : []))
  const customers = new Set([value.customerId, ...persons.map(({ customerId }) => customerId)])
  const files = new Map(
    [...events.flatMap(({ attachments = [] }) => attachments), ...patches.map(({ series }) => series)].map(
      ({ name, sha256 }) => [sha256, { name, sha256, path: exactFilePath(sha256, name) }],
    ),
  )
  return {
    case: value,
    events,
    people: persons,
    customers: [...customers].flatMap((customer) => (customer ? (rows.customer(customer) ?? []) : [])),
    links: db
      .all<{ id: string }>('select l.id from links l join cases c on c.key = l.from_key where c.id = ?', [id])
      .flatMap((row) => rows.link(row.id) ?? []),
    patches,
    files: [...files.values()],
  }
}
