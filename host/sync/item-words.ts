import type { OperationType } from '../../shared/sync/operations.ts'

const words: Readonly<Record<OperationType, string>> = {
  'case.create': 'New case',
  'case.import': 'Imported case',
  'case.set': 'Change of',
  'case.tags': 'Tags of',
  'case.components': 'Components of',
  'case.trash': 'Trash or restore of',
  'case.merge': 'Merge of',
  'case.unmerge': 'Merge taken back of',
  'event.add': 'Entry on',
  'event.retract': 'Entry taken back on',
  'link.add': 'Link of',
  'link.remove': 'Link removed from',
  'patch.create': 'Patch on',
  'patch.set': 'Patch on',
  'patch.remove': 'Patch removed from',
  'customer.set': 'Customer',
  'customer.remove': 'Customer removed:',
  'person.set': 'Person',
  'person.remove': 'Person removed:',
  'conflict.resolve': 'Conflict resolved on',
}

const kinds: Readonly<Record<string, string>> = {
  message: 'Message on',
  note: 'Note on',
  attachment: 'Files on',
  link: 'Link on',
  run: 'Run on',
  patch: 'Patch on',
  engagement: 'Expert on',
}

const fields: Readonly<Record<string, string>> = {
  customerId: 'customer',
  contractId: 'contract',
  ownerId: 'owner',
  reporterId: 'reporter',
  dueAt: 'due date',
  resolution: 'solution',
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const fieldsOf = (names: readonly string[]): string => {
  const called = names.map((name) => fields[name] ?? name)
  return capital([called.slice(0, -1).join(', '), ...called.slice(-1)].filter(Boolean).join(' and '))
}

/** What a change is in a person's words, but for what it is about; `part` is the kind of an event, or field names. */
export const itemWords = (type: string, part: string | null): string => {
  const names = part?.split(' ').filter(Boolean) ?? []
  if (type === 'event.add' && part) return kinds[part] ?? words[type]
  if (type === 'case.set' && names.length > 0 && names.length < 4) return `${fieldsOf(names)} of`
  return words[type as OperationType] ?? type
}
