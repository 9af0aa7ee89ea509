import type { Draft } from './operations.ts'
import type { Row } from './overlay.ts'
import type { Rows } from './rows.ts'

/**
 * The case, customer or person that an operation is about. What is shown of a scope depends on its own pending
 * operations and on no others. `rows` are those before the operation or after it.
 */
export const scopeOf = (draft: Draft, rows: Rows): string => {
  switch (draft.type) {
    case 'case.unmerge':
      return draft.payload.from
    case 'event.add':
      return draft.payload.event.caseId
    case 'event.retract':
      return rows.event(draft.entity)?.caseId ?? draft.entity
    case 'link.add':
      return draft.payload.link.fromId
    case 'link.remove':
      return rows.link(draft.entity)?.fromId ?? draft.entity
    case 'patch.create':
      return draft.payload.patch.caseId
    case 'patch.set':
    case 'patch.remove':
      return rows.patch(draft.entity)?.caseId ?? draft.entity
    case 'conflict.resolve': {
      const conflict = rows.conflict(draft.entity)
      return conflict ? (conflict.caseId ?? conflict.entity) : draft.entity
    }
    default:
      return draft.entity
  }
}

/**
 * Scopes that an operation ties together: it writes rows of both, or is not possible without both, so that they are only
 * shown right together. Empty for all others.
 */
export const tiedBy = (draft: Draft): string[] => {
  switch (draft.type) {
    case 'case.merge':
      return [draft.entity, draft.payload.into]
    case 'case.unmerge':
      return [draft.entity, draft.payload.from]
    case 'link.add':
      return [draft.payload.link.fromId, draft.payload.link.toId]
    default:
      return []
  }
}

/** The types of the operations that tie scopes together. */
export const tying = ['case.merge', 'case.unmerge', 'link.add'] as const satisfies readonly Draft['type'][]

/** The scope that a row belongs to; null where a row that is gone no longer says so. */
export const scopeOfRow = ({ kind, id, body }: Row): string | null => {
  if (kind === 'case' || kind === 'customer' || kind === 'person') return id
  if (!body) return null
  const { caseId, fromId, entity } = body as { caseId?: string | null; fromId?: string; entity?: string }
  return caseId ?? fromId ?? entity ?? null
}
