import type { Draft, OperationType } from './operations.ts'
import type { Rows } from './rows.ts'

/** How a field is kept from being overwritten by somebody who did not see it: `value` is chosen, `text` is merged. */
export type Care = 'value' | 'text'

/**
 * The fields in which a later change does not simply win. What a bench plans by, and what a customer was promised, is
 * compared before it is set; long texts are merged by lines. Of other fields the last to arrive stands, and the
 * timeline keeps what it replaced.
 */
export const cared = {
  case: {
    status: 'value',
    severity: 'value',
    ownerId: 'value',
    contractId: 'value',
    description: 'text',
    resolution: 'text',
  },
  customer: { contracts: 'value', notes: 'text' },
  person: { notes: 'text' },
  patch: { steps: 'value', series: 'value' },
} as const satisfies Record<string, Record<string, Care>>

export type CaredKind = keyof typeof cared

/** What an operation that sets fields is about; undefined for all others. */
export const settingOf = (type: OperationType): CaredKind | undefined => {
  const [kind, act] = type.split('.')
  return act === 'set' && kind && kind in cared ? (kind as CaredKind) : undefined
}

export const careOf = (kind: CaredKind, field: string): Care | undefined =>
  (cared[kind] as Record<string, Care>)[field]

/** What the cared fields that a draft sets are now: the `base` of its operation. */
export const baseOf = (draft: Draft, rows: Rows): Record<string, unknown> => {
  if (draft.type === 'case.import') {
    const before = rows.case(draft.entity)
    return before ? { ...before } : {}
  }
  if (draft.type === 'conflict.resolve') {
    const conflict = rows.conflict(draft.entity)
    const before = conflict && (rows[conflict.kind](conflict.entity) as Record<string, unknown> | undefined)
    return conflict && before ? { [conflict.field]: before[conflict.field] } : {}
  }
  const kind = settingOf(draft.type)
  const before = kind && (rows[kind](draft.entity) as Record<string, unknown> | undefined)
  if (!before || !('set' in draft.payload)) return {}
  const base: Record<string, unknown> = {}
  for (const field of Object.keys(draft.payload.set)) if (careOf(kind, field)) base[field] = before[field]
  return base
}
