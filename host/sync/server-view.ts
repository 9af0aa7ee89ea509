import { rowsBy } from '../../shared/sync/overlay.ts'
import type { Rows } from '../../shared/sync/rows.ts'
import type { ReadableDatabase } from '../database/database.ts'
import { rowsOf } from '../operations/rows.ts'
import { shadowOf, storedVersion } from './versions.ts'

/** The rows as the service has them, as far as this bench knows: without anything that only lies here. */
export const serverView = (db: ReadableDatabase): Rows => {
  const here = rowsOf(db)
  return rowsBy((kind, id) => {
    const shadow = shadowOf(db, kind, id)
    if (shadow) return shadow.body === null ? undefined : JSON.parse(shadow.body)
    return storedVersion(db, kind, id) ? here[kind](id) : undefined
  })
}
