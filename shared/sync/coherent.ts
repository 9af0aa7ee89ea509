import type { Draft } from './operations.ts'
import type { RowKind } from './overlay.ts'
import { Rejected, type Rows } from './rows.ts'

/** A row by its name. */
export interface RowName {
  kind: RowKind
  id: string
}

const incoherent = (): Rejected =>
  new Rejected('invalid', 'This change names another row than the one it is about.')

/** The ids in a payload that say once more what the operation is about. */
const saidAgain = (draft: Draft): (string | undefined)[] => {
  switch (draft.type) {
    case 'case.create':
      return [draft.payload.case.id]
    case 'case.import':
      return [draft.payload.case.id, ...draft.payload.events.map(({ caseId }) => caseId)]
    case 'case.set':
      return [draft.payload.event?.caseId]
    case 'event.add':
      return [draft.payload.event.id]
    case 'link.add':
      return [draft.payload.link.id]
    case 'patch.create':
      return [draft.payload.patch.id]
    default:
      return []
  }
}

/** Throws `Rejected` where an operation is about one row and its payload about another. */
export const requireCoherent = (draft: Draft): void => {
  const other = saidAgain(draft).some((said) => said !== undefined && said !== draft.entity)
  const elsewhere =
    draft.type === 'case.merge' && ![draft.entity, draft.payload.into].includes(draft.payload.event.caseId)
  if (other || elsewhere) throw incoherent()
}

/** The rows that an operation names. */
export const namedBy = (draft: Draft): RowName[] => {
  const row = (kind: RowKind, id: string | null | undefined): RowName[] => (id ? [{ kind, id }] : [])
  const own = row(draft.type.split('.', 1)[0] as RowKind, draft.entity)
  switch (draft.type) {
    case 'case.import':
      return [...own, ...draft.payload.events.flatMap(({ id }) => row('event', id))]
    case 'case.set':
      return [...own, ...row('event', draft.payload.event?.id)]
    case 'case.merge':
      return [...own, ...row('case', draft.payload.into), ...row('event', draft.payload.event.id)]
    case 'case.unmerge':
      return [...own, ...row('case', draft.payload.from), ...row('event', draft.payload.eventId)]
    case 'event.add':
      return [...own, ...row('case', draft.payload.event.caseId)]
    case 'link.add':
      return [...own, ...row('case', draft.payload.link.fromId), ...row('case', draft.payload.link.toId)]
    case 'patch.create':
      return [...own, ...row('case', draft.payload.patch.caseId)]
    default:
      return own
  }
}

/** The rows that must be known to decide about a row: what it belongs to, for ever the same. */
export const ownersOf = (name: RowName, rows: Rows): RowName[] => {
  const ofCase = (id: string | null | undefined): RowName[] => (id ? [{ kind: 'case', id }] : [])
  switch (name.kind) {
    case 'event':
      return ofCase(rows.event(name.id)?.caseId)
    case 'patch':
      return ofCase(rows.patch(name.id)?.caseId)
    case 'link': {
      const link = rows.link(name.id)
      return [...ofCase(link?.fromId), ...ofCase(link?.toId)]
    }
    case 'conflict': {
      const conflict = rows.conflict(name.id)
      return conflict ? [{ kind: conflict.kind, id: conflict.entity }, ...ofCase(conflict.caseId)] : []
    }
    default:
      return []
  }
}
