import type { CaseKind, CaseStatus, Severity } from '../vocabulary.ts'
import type { DateField, HasFlag, IsFlag, NameField } from './fields.ts'

/** A place in the text of the query, in UTF-16 units. */
export interface Span {
  start: number
  end: number
}

/** A name as typed; `prefix` where only its beginning is known (`tag:post*`, or still being typed). */
export interface Name {
  name: string
  prefix: boolean
}

/** A calendar day, month or year: `2026-02-01`, `2026-02` or `2026`. */
export type CalendarDate = string

export type AgeUnit = 'h' | 'd' | 'w' | 'm' | 'y'

/** A stretch of time. An age counts from now: back for `updated` and `created`, ahead for `due`. */
export type DateRange =
  | { kind: 'age'; side: 'within' | 'beyond'; amount: number; unit: AgeUnit }
  | { kind: 'calendar'; from: CalendarDate | null; to: CalendarDate | null }
  | { kind: 'day'; day: 'today' | 'yesterday' | 'tomorrow' }

/** One filter; several values of one filter are alternatives. */
export type Filter =
  | { field: 'status'; values: CaseStatus[] }
  | { field: 'severity'; values: Severity[] }
  | { field: 'kind'; values: CaseKind[] }
  | { field: 'has'; values: HasFlag[] }
  | { field: 'is'; values: IsFlag[] }
  | { field: NameField; values: Name[] }
  | { field: DateField; range: DateRange }

/** A word, a compound such as `ORA-00060`, or a phrase; `prefix` where its last word may go on. */
export interface TextNode extends Span {
  kind: 'text'
  text: string
  prefix: boolean
}
export interface FilterNode extends Span {
  kind: 'filter'
  filter: Filter
}
export interface AndNode extends Span {
  kind: 'and'
  items: Query[]
}
export interface OrNode extends Span {
  kind: 'or'
  items: Query[]
}
export interface NotNode extends Span {
  kind: 'not'
  item: Query
}

/**
 * What a query asks for. An `and` without items asks for everything. `and` never stands directly in `and`, nor
 * `or` in `or`, and neither has a single item: so a query has one tree and a tree has one text.
 */
export type Query = TextNode | FilterNode | AndNode | OrNode | NotNode

const joined = (kind: 'and' | 'or', items: readonly Query[], span: Span): Query => {
  const flat = items.flatMap((item) => (item.kind === kind ? item.items : [item]))
  const [only] = flat
  return only && flat.length === 1 ? only : { kind, items: flat, ...span }
}

/** All of `items`, in the one shape an AST allows. */
export const allOf = (items: readonly Query[], span: Span): Query => joined('and', items, span)

/** Any of `items`, in the one shape an AST allows; `items` is not empty. */
export const anyOf = (items: readonly Query[], span: Span): Query => joined('or', items, span)

/** What a query demands as a whole: its items where it is an `and`, else itself. */
export const demands = (query: Query): readonly Query[] => (query.kind === 'and' ? query.items : [query])
