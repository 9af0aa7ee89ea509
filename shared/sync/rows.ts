import type { Conflict } from '../domain/conflict.ts'
import type { Case, Customer, Link, Patch, Person, TimelineEvent } from '../domain/entities.ts'
import type { Draft } from './operations.ts'

/** The rows as they stand before an operation. */
export interface Rows {
  case(id: string): Case | undefined
  event(id: string): TimelineEvent | undefined
  link(id: string): Link | undefined
  patch(id: string): Patch | undefined
  customer(id: string): Customer | undefined
  person(id: string): Person | undefined
  conflict(id: string): Conflict | undefined
}

/** A row as it stands after an operation. */
export type Put =
  | { kind: 'case'; value: Case }
  | { kind: 'event'; value: TimelineEvent }
  | { kind: 'link'; value: Link }
  | { kind: 'unlink'; value: Link }
  | { kind: 'patch'; value: Patch }
  | { kind: 'no-patch'; value: Patch }
  | { kind: 'customer'; value: Customer }
  | { kind: 'no-customer'; value: Customer }
  | { kind: 'person'; value: Person }
  | { kind: 'no-person'; value: Person }
  | { kind: 'conflict'; value: Conflict }

/** What an operation does: the rows it leaves, and the drafts that take it back. */
export interface Outcome {
  puts: Put[]
  inverse: Draft[]
}

/** Of what kind a refusal is; `thread-moved`: somebody wrote to the customer, or they did, what the writer of a reply had not seen. */
type Refusal = 'missing' | 'exists' | 'invalid' | 'forbidden' | 'thread-moved'

/** Why an operation cannot be applied to these rows. */
export class Rejected extends Error {
  readonly reason: Refusal
  constructor(reason: Refusal, message: string) {
    super(message)
    this.name = 'Rejected'
    this.reason = reason
  }
}
