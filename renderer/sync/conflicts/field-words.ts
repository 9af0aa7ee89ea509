import { z } from 'zod'
import type { SyncConflict } from '../../../shared/contract/sync.ts'
import { severities } from '../../../shared/domain/vocabulary.ts'
import { fieldNames as caseFieldNames, valueText } from '../../case/timeline/change-words.ts'
import { severityNames } from '../../ui/severity-mark.tsx'

type Kind = SyncConflict['kind']

const fieldNames: Record<Kind, Record<string, string>> = {
  case: { ...caseFieldNames, trashedAt: 'place in the trash', mergedInto: 'merge' },
  customer: { name: 'name', domain: 'domain', notes: 'notes', contracts: 'contracts' },
  person: {
    name: 'name',
    email: 'e-mail address',
    handles: 'other names',
    customerId: 'customer',
    notes: 'notes',
  },
  patch: { title: 'title', branch: 'branch', base: 'base', series: 'series', files: 'files', steps: 'state' },
}

/** A field as a person calls it. */
export const fieldWords = ({ kind, field }: Pick<SyncConflict, 'kind' | 'field'>): string =>
  fieldNames[kind][field] ?? field

/** What an id in a field stands for. */
type Named = 'person' | 'customer'

const namedBy: Record<Kind, Record<string, Named>> = {
  case: { ownerId: 'person', reporterId: 'person', customerId: 'customer' },
  person: { customerId: 'customer' },
  customer: {},
  patch: {},
}

const ids = z.uuid()

/** The ids whose names a person needs to see before choosing, each once. */
export const idsToName = (conflicts: readonly SyncConflict[]): { id: string; is: Named }[] => {
  const found = new Map<string, Named>()
  for (const { kind, field, base, theirs, mine } of conflicts) {
    const is = namedBy[kind][field]
    if (!is) continue
    for (const value of [base, theirs, mine]) {
      const id = ids.safeParse(value)
      if (id.success) found.set(id.data, is)
    }
  }
  return [...found].map(([id, is]) => ({ id, is }))
}

const shownAtMost = 200

const shorten = (text: string): string =>
  text.length > shownAtMost ? `${text.slice(0, shownAtMost).trimEnd()}…` : text

const severity = z.literal(severities)

type Field = Pick<SyncConflict, 'kind' | 'field' | 'rule'>

/** What an id stands for, or that there is none; undefined where the field holds no id. */
const idWords = (
  { kind, field }: Field,
  value: unknown,
  names: ReadonlyMap<string, string>,
): string | undefined => {
  const is = field === 'contractId' ? 'contract' : namedBy[kind][field]
  if (!is) return undefined
  if (typeof value === 'string') return names.get(value) ?? unknownHere[is]
  return is === 'person' ? 'nobody' : 'none'
}

const unknownHere = {
  person: 'somebody unknown here',
  customer: 'a customer unknown here',
  contract: 'another contract',
} as const

/** One side of a conflict in words; `names` are those of `idsToName` and of contracts, by id. */
export const valueWords = (one: Field, value: unknown, names: ReadonlyMap<string, string>): string => {
  const named = idWords(one, value, names)
  if (named !== undefined) return named
  const { field, rule } = one
  if (rule === 'text' || field === 'notes')
    return typeof value === 'string' && value ? shorten(value) : 'no text'
  const level = severity.safeParse(value)
  if (field === 'severity' && level.success) return severityNames[level.data].split(',')[0] ?? ''
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return shorten(value.join(', ')) || 'none'
  return capital(shorten(valueText(field, value, { customer: null })))
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A text by whose it is. */
export const textOfWhom = (by: string): string => (by === 'you' ? 'your text' : `the text of ${by}`)

/** A side by whose it is, for a button: "yours", "Ada King's". */
export const possessive = (by: string): string => (by === 'you' ? 'yours' : `${by}'s`)

/** Whose side is whose: "you", a name, or "somebody". */
export const sideName = (by: string | null, name: string | null, me: string | undefined): string =>
  by !== null && by === me ? 'you' : (name ?? 'somebody')
