import { caseKinds, caseStatuses, severities } from '../vocabulary.ts'

export const hasFlags = ['attachment', 'patch', 'run', 'owner', 'customer', 'due', 'link'] as const
export type HasFlag = (typeof hasFlags)[number]

export const isFlags = ['unsolved', 'trashed', 'merged', 'mine'] as const
export type IsFlag = (typeof isFlags)[number]

export const nameFields = ['customer', 'owner', 'reporter', 'component', 'tag', 'ref', 'source'] as const
export type NameField = (typeof nameFields)[number]

export const dateFields = ['updated', 'created', 'due'] as const
export type DateField = (typeof dateFields)[number]

interface FieldFacts {
  /** What the filter asks for, for completion. */
  hint: string
  /** A value that works, for errors that teach. */
  example: string
  /** Values worth offering; all there are where the vocabulary is closed. */
  values: readonly { value: string; hint: string }[]
}

const plain = (values: readonly (string | number)[]) =>
  values.map((value) => ({ value: String(value), hint: '' }))

const past = [
  { value: 'today', hint: 'since midnight' },
  { value: 'yesterday', hint: 'the day before today' },
  { value: '<7d', hint: 'in the last 7 days' },
  { value: '<4w', hint: 'in the last 4 weeks' },
  { value: '>2w', hint: 'longer than 2 weeks ago' },
]

/** Every filter of the language, in the order in which completion offers them. */
export const fields = {
  status: { hint: 'where the case stands', example: 'status:open,waiting', values: plain(caseStatuses) },
  severity: {
    hint: 'from 1 (production is down) to 4',
    example: 'severity:<=2',
    values: [...plain(severities), { value: '<=2', hint: '1 or 2' }, { value: '>=3', hint: '3 or 4' }],
  },
  kind: { hint: 'what sort of problem', example: 'kind:defect', values: plain(caseKinds) },
  customer: { hint: 'whose case', example: 'customer:"Acme Industries"', values: [] },
  owner: { hint: 'who works on it', example: 'owner:me', values: [{ value: 'me', hint: 'you' }] },
  reporter: { hint: 'who asked', example: 'reporter:"Ada King"', values: [{ value: 'me', hint: 'you' }] },
  component: { hint: 'a part of the stack', example: 'component:tomcat', values: [] },
  tag: { hint: 'a tag', example: 'tag:jdbc', values: [] },
  updated: { hint: 'when it last changed', example: 'updated:<7d', values: past },
  created: { hint: 'when it began', example: 'created:2026-01-01..2026-02-01', values: past },
  due: {
    hint: 'when it must be solved',
    example: 'due:<2d',
    values: [
      { value: 'today', hint: 'before midnight' },
      { value: 'tomorrow', hint: 'the day after today' },
      { value: '<2d', hint: 'within 2 days, or overdue' },
      { value: '<1w', hint: 'within a week, or overdue' },
    ],
  },
  has: { hint: 'what is on it', example: 'has:patch', values: plain(hasFlags) },
  is: {
    hint: 'a state of the case',
    example: 'is:unsolved',
    values: [
      { value: 'unsolved', hint: 'new, open or waiting' },
      { value: 'mine', hint: 'you own it' },
      { value: 'trashed', hint: 'in the trash' },
      { value: 'merged', hint: 'merged into another case' },
    ],
  },
  ref: { hint: 'its reference', example: 'ref:CB-1042', values: [] },
  source: { hint: 'the system it was imported from', example: 'source:github', values: [] },
} as const satisfies Record<string, FieldFacts>

export type Field = keyof typeof fields
export const fieldNames = Object.keys(fields) as Field[]

const byName: ReadonlyMap<string, Field> = new Map(fieldNames.map((field) => [field, field]))

/** The filter called `name` in any case, or undefined. */
export const fieldNamed = (name: string): Field | undefined => byName.get(name.toLowerCase())

export const isNameField = (field: Field): field is NameField =>
  (nameFields as readonly string[]).includes(field)
export const isDateField = (field: Field): field is DateField =>
  (dateFields as readonly string[]).includes(field)

/** The facts of a filter under one type, whatever the filter. */
export const factsOf = (field: Field): FieldFacts => fields[field]
