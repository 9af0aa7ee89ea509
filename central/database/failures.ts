import { BenchError } from '../../shared/contract/error.ts'

/** PostgreSQL's five-character code of an error (Appendix A of its manual), or Node's of a broken connection. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

const CONFLICTS = new Set(['40001', '40P01'])
/** Shutting down, crashed, starting up; too many connections for a moment. */
const UNAVAILABLE = new Set(['57P01', '57P02', '57P03', '53300'])
const BROKEN = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'])
/** Errors of `pg` itself carry no code. */
const BROKEN_WORDS =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Connection ended unexpectedly)/

/** Two transactions that cannot both happen: one of them has only to begin again. */
export const isConflict = (error: unknown): boolean => CONFLICTS.has(codeOf(error) ?? '')

/** The connection is gone or could not be made. */
export const isDisconnect = (error: unknown): boolean => {
  const code = codeOf(error) ?? ''
  if (UNAVAILABLE.has(code) || code.startsWith('08') || BROKEN.has(code)) return true
  return error instanceof Error && BROKEN_WORDS.test(error.message)
}

/** A unique index that refused a row, by its name. */
export const violatedIndex = (error: unknown): string | undefined =>
  codeOf(error) === '23505' && error instanceof Error && 'constraint' in error
    ? String(error.constraint)
    : undefined

export const outcomeUnknown = (cause: unknown): BenchError => {
  const error = new BenchError(
    'outcome-unknown',
    'The connection to the database broke while the change was being saved, so it is not known whether it was. Send it again: what was saved is recognised.',
  )
  error.cause = cause
  return error
}

export const unavailable = (cause: unknown): BenchError => {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const error = new BenchError(
    'unavailable',
    `The database does not answer (${reason}). Nothing was changed. Try again in a moment.`,
  )
  error.cause = cause
  return error
}
