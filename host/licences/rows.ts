import { BenchError } from '../../shared/contract/error.ts'
import type { Licence } from '../../shared/contract/licences.ts'
import { myId } from '../cases/me.ts'
import type { Done, Read, Write } from '../database/procedure.ts'

interface Stored extends Omit<Licence, 'holds'> {
  withdrawnAt: number | null
}

const select = `select l.id, p.name as person, l.image, l.name, l.url, l.accepted_at as acceptedAt, l.until,
  l.withdrawn_at as withdrawnAt from licences l join people p on p.key = l.person_key`

/** Every licence that was accepted on this bench, oldest first. */
export const listLicences: Read<{ now: number }, Licence[]> = (db, { now }) =>
  db.all<Stored>(`${select} order by l.key`).map(({ withdrawnAt, ...licence }) => ({
    ...licence,
    holds: withdrawnAt === null && (licence.until === null || licence.until > now),
  }))

/** Notes that this bench's person accepted a licence, now. */
export const acceptLicence: Write<
  { id: string; image: string; name: string; url: string; until: number | null },
  Done
> = ({ db, now, touch }, { id, image, name, url, until }) => {
  const person = myId(db)
  if (person === null) throw new BenchError('invalid', 'This bench has no person yet. Nothing was noted.')
  db.run(
    `insert into licences (id, person_key, image, name, url, accepted_at, until)
     values (?, (select key from people where id = ?), ?, ?, ?, ?, ?)`,
    [id, person, image, name, url, now(), until],
  )
  touch('licences')
  return {}
}

/** Notes that a licence holds no longer. What was accepted stays on record. Throws `not-found`. */
export const withdrawLicence: Write<{ id: string }, Done> = ({ db, now, touch }, { id }) => {
  if (!db.value('select 1 from licences where id = ?', [id]))
    throw new BenchError('not-found', 'This licence is not on record. Nothing was changed.')
  db.run('update licences set withdrawn_at = coalesce(withdrawn_at, ?) where id = ?', [now(), id])
  touch('licences')
  return {}
}
