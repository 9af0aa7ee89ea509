import type { Row } from '../../shared/sync/overlay.ts'
import type { Rows } from '../../shared/sync/rows.ts'
import type { WritableDatabase } from '../database/database.ts'
import { keepShadow, shadowOf, storedVersion, streamKeyOf } from './versions.ts'

/**
 * Keeps what the service has of a row before a change of this bench is written over it. `rows` are those before the
 * change. A row that the service has not needs no keeping.
 */
export const keepSynced = (
  db: WritableDatabase,
  { kind, id }: Row,
  { rows, scope }: { rows: Rows; scope: string },
): void => {
  const ver = storedVersion(db, kind, id)
  if (!ver || shadowOf(db, kind, id)) return
  const body = rows[kind](id)
  keepShadow(
    db,
    { kind, id, scope },
    { body: body ? JSON.stringify(body) : null, ver, streamKey: streamKeyOf(db, kind, id) },
  )
}
