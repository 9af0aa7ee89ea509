import { z } from 'zod'
import type { CaseDetail } from '../../../shared/contract/cases.ts'
import type { FieldChange } from '../../../shared/domain/entities.ts'
import { caseKinds, caseStatuses } from '../../../shared/domain/vocabulary.ts'
import { statusNames } from '../../ui/status-dot.tsx'
import { dateText, kindNames } from '../words.ts'

export const fieldNames: Record<string, string> = {
  title: 'title',
  description: 'description',
  status: 'status',
  severity: 'severity',
  kind: 'kind',
  customerId: 'customer',
  contractId: 'contract',
  ownerId: 'owner',
  reporterId: 'reporter',
  dueAt: 'due date',
  resolution: 'solution',
}

const longFields = new Set(['description', 'resolution'])

const status = z.enum(caseStatuses)
const kind = z.enum(caseKinds)

/** One value of a field in words; "none" where there is none. */
export const valueText = (
  field: string,
  value: unknown,
  { customer }: Pick<CaseDetail, 'customer'>,
): string => {
  if (value === null || value === undefined || value === '') return 'none'
  if (field === 'dueAt' && typeof value === 'number') return dateText(value)
  if (field === 'contractId')
    return customer?.contracts.find(({ id }) => id === value)?.name ?? 'another contract'
  const asStatus = status.safeParse(value)
  if (field === 'status' && asStatus.success) return statusNames[asStatus.data].toLowerCase()
  const asKind = kind.safeParse(value)
  if (field === 'kind' && asKind.success) return kindNames[asKind.data].toLowerCase()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** One changed field as a person says it: "status from open to waiting". */
export const changeWords = (
  { field, from, to }: FieldChange,
  detail: Pick<CaseDetail, 'customer'>,
): string => {
  const name = fieldNames[field] ?? field
  if (longFields.has(field)) return name
  const [before, after] = [valueText(field, from, detail), valueText(field, to, detail)]
  return before === 'none' ? `${name} to ${after}` : `${name} from ${before} to ${after}`
}
