import type { Case } from '../../domain/entities.ts'
import type { OperationType, Payload } from '../operations.ts'
import { type Outcome, Rejected, type Rows } from '../rows.ts'

export type Reducer<T extends OperationType> = (payload: Payload<T>, context: Context) => Outcome

export type ReducersOf<Prefix extends string> = {
  [T in Extract<OperationType, `${Prefix}.${string}`>]: Reducer<T>
}

export interface Context {
  entity: string
  at: number
  rows: Rows
}

export const nothing: Outcome = { puts: [], inverse: [] }

export const missing = (what: string): Rejected =>
  new Rejected('missing', `The ${what} is not here (any more).`)

export const needCase = ({ rows }: Context, id: string): Case => {
  const found = rows.case(id)
  if (!found) throw missing('case')
  return found
}

/** Fields of `set` that differ from `before`, and what they were. */
export const differing = <T extends object>(set: Partial<T>, before: T) => {
  const next: Partial<T> = {}
  const was: Partial<T> = {}
  for (const key of Object.keys(set) as (keyof T)[]) {
    if (JSON.stringify(set[key]) === JSON.stringify(before[key])) continue
    next[key] = set[key] as T[keyof T]
    was[key] = before[key]
  }
  return { next, was, any: Object.keys(next).length > 0 }
}
