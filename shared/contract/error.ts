/** Codes that any service may answer with, beside its own. */
export const commonErrors = [
  'bad-input',
  'cancelled',
  'not-allowed',
  'unknown-method',
  'disconnected',
  'disk-full',
  'read-only',
  'damaged',
  'newer-database',
  'internal',
] as const

export type CommonError = (typeof commonErrors)[number]

/** An error as it crosses the wire: a code of a closed union, a sentence for a person, facts for a program. */
export interface ErrorBody {
  code: string
  message: string
  details?: unknown
}

/**
 * The one error class of Casebench. `message` is a sentence: what failed, what it means for the data,
 * what to do next.
 */
export class BenchError<Code extends string = string> extends Error {
  readonly code: Code
  readonly details: unknown

  constructor(code: Code, message: string, details?: unknown) {
    super(message)
    this.name = 'BenchError'
    this.code = code
    this.details = details
  }
}

export const cancelled = (): BenchError<'cancelled'> => new BenchError('cancelled', 'The act was cancelled.')

/** Turns anything thrown into what may cross the wire; an unexpected error keeps its message only. */
export const toErrorBody = (thrown: unknown): ErrorBody => {
  if (thrown instanceof BenchError) {
    const { code, message, details } = thrown
    return details === undefined ? { code, message } : { code, message, details }
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'internal', message: `Something unexpected failed: ${message}` }
}

export const fromErrorBody = ({ code, message, details }: ErrorBody): BenchError =>
  new BenchError(code, message, details)
