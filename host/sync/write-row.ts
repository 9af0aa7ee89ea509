import type { Case } from '../../shared/domain/entities.ts'
import type { Row, RowKind } from '../../shared/sync/overlay.ts'
import type { Put } from '../../shared/sync/rows.ts'
import type { ReadableDatabase, WritableDatabase } from '../database/database.ts'
import type { WriteContext } from '../database/procedure.ts'
import { topicsOfPut } from '../operations/apply.ts'
import { rowsOf } from '../operations/rows.ts'
import { reindex } from '../operations/search-index.ts'
import { put } from '../operations/store.ts'
import { removeCase, removeEvent } from './remove.ts'

/**
 * Writes rows as they are given, outside of operations. `finish` brings the search index up to date with them: at the end,
 * and before anybody else touches cases.
 */
export interface RowWriter {
  /** Throws where the row names another that is not here. */
  write(row: Row): void
  finish(): void
}

const removals = {
  link: 'unlink',
  patch: 'no-patch',
  customer: 'no-customer',
  person: 'no-person',
} as const

/** A case that a row cannot do without and that is not here. */
export const lackingCase = (db: ReadableDatabase, { kind, body }: Row): boolean => {
  const value = body as { caseId?: string; fromId?: string; toId?: string; mergedInto?: string | null } | null
  if (!value || kind === 'conflict') return false
  return [value.caseId, value.fromId, value.toId, value.mergedInto].some(
    (id) => id && db.value<number>('select 1 from cases where id = ?', [id]) === undefined,
  )
}

const caseOf = (kind: RowKind, value: { id: string; caseId?: string | null }): string | null =>
  kind === 'case' ? value.id : kind === 'event' ? (value.caseId ?? null) : null

export const rowWriter = (context: WriteContext): RowWriter => {
  const { db } = context
  const rows = rowsOf(db)
  const indexed = new Map<string, number | null>()
  const remember = (caseId: string | null) => {
    if (caseId === null || indexed.has(caseId)) return
    indexed.set(caseId, db.value<number>('select recency from cases where id = ?', [caseId]) ?? null)
  }
  const remove = (kind: RowKind, id: string) => {
    const value = rows[kind](id)
    if (!value) return
    remember(caseOf(kind, value))
    if (kind === 'case') {
      removeCase(db, id)
      context.touch('cases')
    } else if (kind === 'event') removeEvent(db, id)
    else if (kind === 'conflict') db.run('delete from conflicts where id = ?', [id])
    else announce({ kind: removals[kind], value } as Put)
  }
  const announce = (given: Put) => {
    const change = given.kind === 'case' ? { ...given, value: withFreeRef(db, given.value) } : given
    put(db, change)
    for (const topic of topicsOfPut(change)) context.touch(topic)
  }
  return {
    write({ kind, id, body }) {
      if (!body) return remove(kind, id)
      remember(caseOf(kind, body))
      announce({ kind, value: body } as Put)
    },
    finish() {
      reindex(db, indexed)
      indexed.clear()
    },
  }
}

/**
 * Two benches that did not know of each other gave one reference to two cases. The service's keeps it; the other one
 * shows it with a mark until the service has given it one of its own.
 */
const withFreeRef = (db: WritableDatabase, value: Case): Case => {
  const other = db.get<{ id: string; ver: number }>('select id, ver from cases where ref = ? and id != ?', [
    value.ref,
    value.id,
  ])
  if (!other) return value
  if (other.ver > 0) return { ...value, ref: marked(value.ref, value.id) }
  db.run('update cases set ref = ? where id = ?', [marked(value.ref, other.id), other.id])
  return value
}

const marked = (ref: string, id: string) => `${ref}~${id.slice(-6)}`

/** The row as it stands here; `body` null where it is not. */
export const rowHere = (db: WritableDatabase, kind: RowKind, id: string): Row => ({
  kind,
  id,
  body: rowsOf(db)[kind](id) ?? null,
})
